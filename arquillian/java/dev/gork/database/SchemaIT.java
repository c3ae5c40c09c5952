package dev.gork.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gork.StoreUnavailableException;
import dev.gork.config.SchemaMode;
import dev.gork.database.h2.H2Dialect;
import dev.gork.database.postgresql.PostgresDialect;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/** The tables: applied, checked or left alone; two nodes at once is normal; gork's own table is adopted. */
class SchemaIT {
    private final boolean postgres = System.getProperty("arquillian.launch").equals("postgresql");
    private final Schema schema = new Schema();

    private String name;

    @BeforeEach
    void emptyDatabase() throws SQLException {
        name = "schema_" + UUID.randomUUID().toString().replace("-", "");
        if (postgres) {
            use(server());
            execute("CREATE SCHEMA " + name);
            use(server(name));
        } else {
            use(embedded(""));
        }
    }

    private void use(DataSource dataSource) {
        schema.dialects = List.of(new PostgresDialect(), new H2Dialect());
        schema.dataSource = dataSource;
        schema.engineDataSource = dataSource;
    }

    /** With these schemas as the search path. */
    private static PGSimpleDataSource server(String... schemas) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(System.getProperty("gork.test.database.url"));
        server.setUser(System.getProperty("gork.test.database.user"));
        if (schemas.length > 0) {
            server.setCurrentSchema(String.join(",", schemas));
        }
        return server;
    }

    private JdbcDataSource embedded(String options) {
        JdbcDataSource h2 = new JdbcDataSource();
        h2.setURL("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1" + options);
        return h2;
    }

    /** A data source whose connections look names up in the first schema, and then in the second, which both exist. */
    private DataSource path(String first, String second) throws SQLException {
        execute("CREATE SCHEMA IF NOT EXISTS \"" + first + "\"");
        execute("CREATE SCHEMA IF NOT EXISTS \"" + second + "\"");
        return postgres
                ? server("\"" + first + "\"", "\"" + second + "\"")
                : embedded((";INIT=SET SCHEMA '" + first + "'\\;SET SCHEMA_SEARCH_PATH '" + second + "'")
                        .replace("'", "\"")
                        .replaceAll("\\\\(?!;)", "\\\\\\\\"));
    }

    @ParameterizedTest
    @CsvSource({
        "team_1, team11",
        "we%ird, weXXird",
        "Upper, upper",
        "a b, a_b",
        "back\\slash, backslash",
        "größe, GRÖSSE"
    })
    void aSchemasNameIsNoPattern(String ownSuffix, String otherSuffix) throws SQLException {
        String own = name + ownSuffix;
        String other = name + otherSuffix;
        DataSource others = path(other, other);
        use(path(own, own));
        DataSource owns = schema.dataSource;
        use(others);
        execute("CREATE TABLE jobs (x integer)");
        use(owns);

        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.VALIDATE);

        assertThat(number("SELECT COUNT(claim) FROM \"" + own + "\".jobs")).isZero();
        assertThat(number("SELECT COUNT(x) FROM \"" + other + "\".jobs")).isZero();
    }

    @Test
    void aLikeNamedSchemaHasAnotherSet() throws SQLException {
        DataSource owns = path(name + "_1", name + "_1");
        use(path(name + "11", name + "11"));
        schema.prepare(SchemaMode.APPLY);
        use(owns);

        assertThatThrownBy(() -> schema.prepare(SchemaMode.VALIDATE)).hasMessageContaining("version 0");
        schema.prepare(SchemaMode.APPLY);

        assertThat(number("SELECT COUNT(*) FROM \"" + name + "_1\".jobs")).isZero();
    }

    @Test
    void tablesInTheSecondSchemaOfThePathAreThoseThatAreUsed() throws SQLException {
        use(path("second " + name, "second " + name));
        schema.prepare(SchemaMode.APPLY);
        use(path("first " + name, "second " + name));

        schema.prepare(SchemaMode.VALIDATE);
        schema.prepare(SchemaMode.APPLY);

        assertThatThrownBy(() -> number("SELECT COUNT(*) FROM \"first " + name + "\".jobs"))
                .as("an empty set that hides the other")
                .isInstanceOf(SQLException.class);
    }

    @Test
    void aTableThatGorkMadeInTheSecondSchemaIsAdoptedWhereItIs() throws SQLException {
        use(path("second " + name, "second " + name));
        gorksTable();
        execute("INSERT INTO jobs (id, queue, status) VALUES ('old', 'increase', 'scheduled')");
        use(path("first " + name, "second " + name));

        schema.prepare(SchemaMode.APPLY);

        assertThat(number("SELECT COUNT(*) FROM jobs WHERE id = 'old' AND claim = 0"))
                .isEqualTo(1);
        assertThat(number("SELECT COUNT(*) FROM \"second " + name + "\".gork_nodes"))
                .isZero();
        assertThatThrownBy(() -> number("SELECT COUNT(*) FROM \"first " + name + "\".gork_nodes"))
                .isInstanceOf(SQLException.class);
        execute("CREATE TABLE of_this_session (x integer)");
        assertThat(number("SELECT COUNT(*) FROM \"first " + name + "\".of_this_session"))
                .as("the path is what it was")
                .isZero();
    }

    @Test
    void aSetThatIsSpreadOverTwoSchemasIsRefusedInWords() throws SQLException {
        use(path("second " + name, "second " + name));
        schema.prepare(SchemaMode.APPLY);
        use(path("first " + name, "second " + name));
        execute("CREATE TABLE gork_nodes (id varchar(10))");

        for (SchemaMode mode : List.of(SchemaMode.APPLY, SchemaMode.VALIDATE)) {
            assertThatThrownBy(() -> schema.prepare(mode))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("gork_nodes=first " + name)
                    .hasMessageContaining("jobs=second " + name);
        }
    }

    @Test
    void twoDataSourcesOfTwoSetsAreRefusedInWords() throws SQLException {
        DataSource one = path("first " + name, "first " + name);
        schema.engineDataSource = path("second " + name, "second " + name);
        schema.dataSource = one;

        assertThatThrownBy(() -> schema.prepare(SchemaMode.APPLY))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining("gork/EngineDataSource");
    }

    /** DDL that waits has all others wait behind it. */
    @Test
    void whatOthersHoldIsGivenUpSoonAndSaidWhoHoldsIt() throws Exception {
        gorksTable();
        ExecutorService start = Executors.newSingleThreadExecutor();
        try (Connection holder = schema.dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(
                    postgres
                            ? "SELECT * FROM jobs"
                            : "INSERT INTO jobs (id, queue, status) VALUES ('held', 'held', 'scheduled')");

            assertThatThrownBy(() ->
                            start.submit(() -> schema.prepare(SchemaMode.APPLY)).get(60, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(SchemaLockedException.class)
                    .hasMessageContaining("ALTER TABLE jobs")
                    .hasMessageContaining(
                            postgres
                                    ? "process "
                                            + holder.unwrap(PGConnection.class).getBackendPID()
                                    : "session ");
            holder.rollback();
        } finally {
            start.shutdownNow();
        }
        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.VALIDATE);
    }

    /** So that a start waits for nobody, and nobody for it. */
    @Test
    void tablesThatAreUpToDateAreNotLocked() throws Exception {
        schema.prepare(SchemaMode.APPLY);
        ExecutorService start = Executors.newSingleThreadExecutor();
        try (Connection holder = schema.dataSource.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("INSERT INTO jobs (id, queue, status) VALUES ('held', 'held', 'scheduled')");
            statement.execute("SELECT * FROM gork_schema");

            assertThat(start.submit(() -> schema.prepare(SchemaMode.APPLY)).get(60, TimeUnit.SECONDS))
                    .isNotNull();
            holder.rollback();
        } finally {
            start.shutdownNow();
        }
    }

    @Test
    void anEmptyDatabaseGetsTheTablesAndASecondStartChangesNothing() throws SQLException {
        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.APPLY);
        schema.prepare(SchemaMode.VALIDATE);

        assertThat(number("SELECT COUNT(*) FROM jobs")).isZero();
        assertThat(number("SELECT COUNT(*) FROM gork_schema")).isEqualTo(SchemaFiles.version());
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
        assertThat(number("SELECT COUNT(*) FROM gork_schema")).isEqualTo(SchemaFiles.version());
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
        gorksTable();
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

    @Test
    void aViewInItsPlaceIsRefusedInEveryMode() throws SQLException {
        execute("CREATE TABLE all_jobs (id varchar(255))");
        execute("CREATE VIEW jobs AS SELECT * FROM all_jobs");

        for (SchemaMode mode : SchemaMode.values()) {
            refused(mode, "'jobs' is a view");
        }
    }

    @Test
    void aPartitionedTableIsRefused() throws SQLException {
        assumeTrue(postgres); // H2 has no partitioned tables
        execute("CREATE TABLE jobs (id varchar, queue varchar) PARTITION BY LIST (queue)");

        refused(SchemaMode.APPLY, "'jobs' is a partitioned table");
        refused(SchemaMode.NONE, "'jobs' is a partitioned table");
    }

    private void refused(SchemaMode mode, String message) {
        assertThatThrownBy(() -> schema.prepare(mode))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("web.xml");
    }

    private void gorksTable() throws SQLException {
        String json = postgres ? "jsonb" : "varchar";
        String time = "timestamp with time zone";
        execute("CREATE TABLE jobs (id varchar PRIMARY KEY, queue varchar NOT NULL, status varchar NOT NULL,"
                + " arguments " + json + " DEFAULT '{}' NOT NULL, result " + json + " DEFAULT '{}' NOT NULL,"
                + " last_error varchar, retry_count integer DEFAULT 0 NOT NULL, options " + json
                + " DEFAULT '{}' NOT NULL, scheduled_at " + time + " DEFAULT now(), started_at " + time + ","
                + " created_at " + time + " DEFAULT now() NOT NULL, updated_at " + time + " DEFAULT now() NOT NULL)");
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
