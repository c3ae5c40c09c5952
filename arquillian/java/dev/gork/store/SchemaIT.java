package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.StoreUnavailableException;
import dev.gork.config.SchemaMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables: applied, checked or left alone; two nodes at once is normal; gork's own table is adopted. */
class SchemaIT {
    private final boolean postgres = System.getProperty("arquillian.launch").equals("postgresql");
    private final Schema schema = new Schema();

    @BeforeEach
    void emptyDatabase() throws SQLException {
        String name = "schema_" + UUID.randomUUID().toString().replace("-", "");
        if (postgres) {
            PGSimpleDataSource server = new PGSimpleDataSource();
            server.setUrl(System.getProperty("gork.test.database.url"));
            server.setUser(System.getProperty("gork.test.database.user"));
            schema.dataSource = server;
            schema.controlDataSource = server;
            execute("CREATE SCHEMA " + name);
            server.setCurrentSchema(name);
        } else {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
            schema.dataSource = h2;
            schema.controlDataSource = h2;
        }
    }

    @Test
    void anEmptyDatabaseGetsTheTablesAndASecondStartChangesNothing() throws SQLException {
        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.VALIDATE);

        assertThat(number("SELECT COUNT(*) FROM jobs")).isZero();
        assertThat(number("SELECT COUNT(*) FROM gork_schema")).isEqualTo(Schema.VERSION);
    }

    @Test
    void manyNodesMayStartAtOnce() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        try {
            List<Future<Dialect>> starts = IntStream.range(0, 8)
                    .mapToObj(node -> nodes.submit(() -> schema.prepare(SchemaMode.APPLY)))
                    .toList();
            for (Future<Dialect> start : starts) {
                assertThat(start.get().name()).isEqualTo(postgres ? "postgresql" : "h2");
            }
        } finally {
            nodes.shutdownNow();
        }
        assertThat(number("SELECT COUNT(*) FROM gork_schema")).isEqualTo(Schema.VERSION);
    }

    @Test
    void validateMakesNothingAndSaysWhatIsMissing() {
        assertThatThrownBy(() -> schema.prepare(SchemaMode.VALIDATE))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("version 0")
                .hasMessageContaining("gork.schema=apply");
        assertThatThrownBy(() -> number("SELECT COUNT(*) FROM gork_schema")).isInstanceOf(SQLException.class);
    }

    @Test
    void leftAloneMeansLeftAlone() {
        assertThat(schema.prepare(SchemaMode.NONE)).isNotNull();
        assertThatThrownBy(() -> number("SELECT COUNT(*) FROM jobs")).isInstanceOf(SQLException.class);
    }

    @Test
    void aTableThatGorkMadeIsAdoptedWithItsRows() throws SQLException {
        String json = postgres ? "jsonb" : "varchar";
        String time = "timestamp with time zone";
        execute("CREATE TABLE jobs (id varchar PRIMARY KEY, queue varchar NOT NULL, status varchar NOT NULL,"
                + " arguments " + json + " DEFAULT '{}' NOT NULL, result " + json + " DEFAULT '{}' NOT NULL,"
                + " last_error varchar, retry_count integer DEFAULT 0 NOT NULL, options " + json
                + " DEFAULT '{}' NOT NULL, scheduled_at " + time + " DEFAULT now(), started_at " + time + ","
                + " created_at " + time + " DEFAULT now() NOT NULL, updated_at " + time + " DEFAULT now() NOT NULL)");
        execute("CREATE INDEX jobs_queue_idx ON jobs (queue)");
        execute("INSERT INTO jobs (id, queue, status, arguments, retry_count) VALUES"
                + " ('old', 'increase', 'completed', '{\"increase_this\":1}', 2)");
        execute(
                "INSERT INTO jobs (id, queue, status, scheduled_at) VALUES ('timeless', 'increase', 'scheduled', NULL)");

        schema.prepare(SchemaMode.APPLY);

        assertThat(number("SELECT retry_count FROM jobs WHERE id = 'old' AND claim = 0 AND attempts = 0"))
                .isEqualTo(2);
        assertThat(number("SELECT COUNT(*) FROM jobs WHERE scheduled_at IS NULL"))
                .isZero();
    }

    @Test
    void aTableThatOnlyHappensToBeCalledJobsIsLeftAlone() throws SQLException {
        execute("CREATE TABLE jobs (id integer, title varchar(100))");

        assertThatThrownBy(() -> schema.prepare(SchemaMode.APPLY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("not gork's");
        assertThatThrownBy(() -> number("SELECT COUNT(claim) FROM jobs")).isInstanceOf(SQLException.class);
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = schema.dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = schema.dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
