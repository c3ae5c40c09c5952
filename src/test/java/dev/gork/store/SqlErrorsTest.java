package dev.gork.store;

import static org.assertj.core.api.Assertions.assertThat;

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

    private static Exception wrapped(SQLException failure) {
        return new PersistenceException(new IllegalStateException(failure));
    }
}
