package dev.gork.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gork.StoreUnavailableException;
import dev.gork.database.h2.H2Dialect;
import dev.gork.database.postgresql.PostgresDialect;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DatabaseMetaData;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that is too old, or of another kind, is refused in words, not by the first statement that it does not understand. */
class ServerVersionTest {
    @ParameterizedTest
    @CsvSource({"postgresql, 12, 22", "postgresql, 9, 6", "h2, 1, 4", "h2, 2, 2"})
    void anOlderServerIsRefused(String product, int major, int minor) throws Exception {
        assertThat(schema(product).tooOld(server(major, minor)))
                .contains(major + "." + minor + ".x", "and later", "web.xml");
    }

    @ParameterizedTest
    @CsvSource({"postgresql, 13, 0", "postgresql, 18, 6", "h2, 2, 3", "h2, 2, 5", "h2, 3, 0"})
    void whatTheReadmeNamesIsTaken(String product, int major, int minor) throws Exception {
        assertThat(schema(product).tooOld(server(major, minor))).isNull();
    }

    @ParameterizedTest
    @CsvSource({"postgresql, PostgreSQL \\((\\d+)()", "h2, H2 \\((\\d+)\\.(\\d+)"})
    void theReadmeNamesTheFirstThatIsTaken(String product, String readme) throws Exception {
        Matcher named = Pattern.compile(readme + " or later").matcher(Files.readString(Path.of("README.md")));
        assertThat(named.find()).isTrue();
        int major = Integer.parseInt(named.group(1));
        int minor = named.group(2).isEmpty() ? 0 : Integer.parseInt(named.group(2));

        assertThat(schema(product).tooOld(server(major, minor))).isNull();
        assertThat(schema(product).tooOld(minor > 0 ? server(major, minor - 1) : server(major - 1, 99)))
                .isNotNull();
    }

    @Test
    void aDatabaseOfAnotherKindIsRefusedWithThoseThatThereAre() {
        Schema schema = new Schema();
        schema.dialects = List.of(new H2Dialect(), new PostgresDialect());

        assertThat(schema.dialect("PostgreSQL")).isInstanceOf(PostgresDialect.class);
        assertThatThrownBy(() -> schema.dialect("Oracle"))
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessageContainingAll("Oracle", "H2 and PostgreSQL", "web.xml");
    }

    private static SchemaDialect schema(String product) {
        return (product.equals("h2") ? new H2Dialect() : new PostgresDialect()).schema();
    }

    private static DatabaseMetaData server(int major, int minor) {
        return (DatabaseMetaData) Proxy.newProxyInstance(
                ServerVersionTest.class.getClassLoader(),
                new Class<?>[] {DatabaseMetaData.class},
                (proxy, method, values) -> switch (method.getName()) {
                    case "getDatabaseMajorVersion" -> major;
                    case "getDatabaseMinorVersion" -> minor;
                    case "getDatabaseProductVersion" -> major + "." + minor + ".x";
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
