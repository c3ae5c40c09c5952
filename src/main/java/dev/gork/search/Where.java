package dev.gork.search;

import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.List;

/** The conditions of a WHERE clause, all of which hold, with the values of their parameters. */
final class Where {
    private final StringBuilder sql;
    private final List<Object> values;

    Where() {
        this("TRUE", List.of());
    }

    private Where(String sql, List<Object> values) {
        this.sql = new StringBuilder(sql);
        this.values = new ArrayList<>(values);
    }

    /** These so far, for others to be added to. */
    Where copy() {
        return new Where(sql.toString(), values);
    }

    /** Adds one, with a value for each <code>%s</code> in it. What is a constant makes partial indexes serve it. */
    Where and(String condition, Object... its) {
        Object[] names = new Object[its.length];
        for (int i = 0; i < its.length; i++) {
            values.add(its[i]);
            names[i] = "?" + values.size();
        }
        sql.append(" AND ").append(condition.formatted(names));
        return this;
    }

    String sql() {
        return sql.toString();
    }

    Query bind(Query query) {
        for (int i = 0; i < values.size(); i++) {
            query.setParameter(i + 1, values.get(i));
        }
        return query;
    }
}
