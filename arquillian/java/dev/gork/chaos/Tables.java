package dev.gork.chaos;

import dev.gork.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** What is written down while faults go on, all of it in the database, for the checker and for anyone who looks later. */
final class Tables {
    /** By the application, over the connections that faults hit. */
    private static final String WRITTEN_BY_THE_APPLICATION = """
            CREATE TABLE orders (number integer PRIMARY KEY, job varchar NOT NULL);
            CREATE INDEX orders_job ON orders (job);
            CREATE TABLE ledger (
                seq    bigserial   PRIMARY KEY,
                job    varchar     NOT NULL,
                number integer     NOT NULL,
                node   varchar     NOT NULL DEFAULT current_setting('application_name'),
                at     timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE INDEX ledger_job ON ledger (job);
            """;

    /** By the database itself: each transition of a job, and over whose connection it came. */
    private static final String WRITTEN_BY_THE_DATABASE = """
            CREATE TABLE history (
                seq         bigserial   PRIMARY KEY,
                job         varchar     NOT NULL,
                status      varchar     NOT NULL,
                claim       bigint      NOT NULL,
                retry_count integer     NOT NULL,
                rescues     integer     NOT NULL,
                node        varchar     NOT NULL DEFAULT current_setting('application_name'),
                at          timestamptz NOT NULL DEFAULT clock_timestamp());
            CREATE INDEX history_job ON history (job, seq);
            CREATE FUNCTION note() RETURNS trigger AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    INSERT INTO history (job, status, claim, retry_count, rescues)
                    VALUES (OLD.id, 'deleted', OLD.claim, OLD.retry_count, OLD.rescues);
                ELSE
                    INSERT INTO history (job, status, claim, retry_count, rescues)
                    VALUES (NEW.id, NEW.status, NEW.claim, NEW.retry_count, NEW.rescues);
                END IF;
                RETURN NULL;
            END $$ LANGUAGE plpgsql;
            CREATE TRIGGER note AFTER INSERT OR UPDATE OR DELETE ON jobs FOR EACH ROW EXECUTE FUNCTION note();
            """;

    private static final String FAULTS = """
            CREATE TABLE faults (
                kind  varchar     NOT NULL,
                node  varchar,
                job   varchar,
                began timestamptz NOT NULL,
                ended timestamptz NOT NULL,
                back  timestamptz NOT NULL);
            """;

    private static final String DATABASE = "postgres";

    private Tables() {}

    /** Runs each by itself, as an administrator, for some work in no transaction. */
    static void run(PostgresServer postgres, String... statements) throws SQLException {
        postgres.run(DATABASE, statements);
    }

    /** Past the proxies, which only the nodes go through. */
    static Connection connect(PostgresServer postgres) throws SQLException {
        return postgres.connect(DATABASE);
    }

    /** Through this port; what comes from there is noted under this name. */
    static String url(int port, String name) {
        return "jdbc:postgresql://localhost:" + port + "/" + DATABASE + "?ApplicationName=" + name;
    }

    /** Before a node starts. */
    static void forApplication(Connection database) throws SQLException {
        execute(database, WRITTEN_BY_THE_APPLICATION);
    }

    /** Once a node has made the table of jobs, and before there is one. */
    static void forHistory(Connection database) throws SQLException {
        execute(database, WRITTEN_BY_THE_DATABASE);
    }

    /** In the end, for the database may have been away when they happened. */
    static void note(Connection database, List<Inflicted> faults) throws SQLException {
        execute(database, FAULTS);
        try (PreparedStatement insert = database.prepareStatement("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?)")) {
            for (Inflicted fault : faults) {
                insert.setString(1, fault.kind().word());
                insert.setString(2, fault.node());
                insert.setString(3, fault.job());
                insert.setObject(4, OffsetDateTime.ofInstant(fault.began(), ZoneOffset.UTC));
                insert.setObject(5, OffsetDateTime.ofInstant(fault.ended(), ZoneOffset.UTC));
                insert.setObject(6, OffsetDateTime.ofInstant(fault.back(), ZoneOffset.UTC));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void execute(Connection database, String statements) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute(statements);
        }
    }
}
