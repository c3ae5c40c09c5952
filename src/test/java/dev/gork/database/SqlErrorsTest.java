package dev.gork.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.StoreUnavailableException;
import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What may work later is told from what never will, however often it is wrapped. */
class SqlErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "08006, true",
        "53300, true",
        "57P01, true",
        "57014, true",
        "23505, false",
        "42P01, false",
        "22P02, false"
    })
    void anOutageIsKnownByItsState(String state, boolean outage) {
        assertThat(SqlErrors.isOutage(wrapped(new SQLException("x", state)))).isEqualTo(outage);
    }

    @Test
    void aFullPoolAndATimeoutAreOutages() {
        assertThat(SqlErrors.isOutage(wrapped(new SQLTransientConnectionException("no connection left"))))
                .isTrue();
        assertThat(SqlErrors.isOutage(wrapped(new SQLTimeoutException("too slow"))))
                .isTrue();
    }

    @Test
    void whatIsNotTheDatabasesIsNone() {
        assertThat(SqlErrors.isOutage(new IllegalStateException("x"))).isFalse();
    }

    /** Anyone may ask for a node's health. */
    @Test
    void whatIsSaidToEverybodyNamesNoHostNoUserAndNoStatement() {
        String secret = "Connection to db-1.internal:5432 refused for user shop: SELECT 1";

        for (String state : new String[] {"08001", "53300", "57P03", "25006", "42501", "XX000"}) {
            SQLException failure = new SQLException(secret, state);
            assertThat(SqlErrors.reason(wrapped(failure)))
                    .isNotBlank()
                    .doesNotContain("db-1", "5432", "shop", "SELECT");
            assertThat(SqlErrors.reason(new StoreUnavailableException("It does not answer: " + secret, failure)))
                    .doesNotContain("db-1", "5432", "shop", "SELECT");
        }
        assertThat(SqlErrors.reason(new IllegalStateException(secret))).doesNotContain("db-1");
        assertThat(SqlErrors.reason(new StoreUnavailableException("Set gork.schema=apply.", null)))
                .isEqualTo("Set gork.schema=apply.");
    }

    private static Exception wrapped(SQLException failure) {
        return new PersistenceException(new IllegalStateException(failure));
    }

    /** PostgreSQL's "Detail: Failing row contains (…)" is the job with its arguments. */
    @Test
    void theRowThatWasRefusedIsNotRepeated() {
        SQLException refused = new SQLException(
                "ERROR: new row violates check constraint \"small\"\n  Detail: Failing row contains (a, {\"pin\": 4711}).");

        assertThat(SqlErrors.message(new RuntimeException(refused)))
                .isEqualTo("ERROR: new row violates check constraint \"small\"");
    }
}
