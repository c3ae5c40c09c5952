package dev.gork.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows as JPA gives them, where JPA is not asked. */
public final class JdbcRows {
    private JdbcRows() {}

    /** Runs a query with these values as its parameters. */
    public static List<Object[]> read(PreparedStatement query, List<?> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            query.setObject(i + 1, values.get(i));
        }
        List<Object[]> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                Object[] row = new Object[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getObject(i + 1);
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
