package dev.gork.console.security;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.config.MapConfig;
import dev.gork.console.config.ConsoleSettings;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.security.auth.Subject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is remembered of those who are signed in is bounded, at the cost of who uses it up. */
class SessionsTest {
    private static final AuthenticatedSubject CALLER = AuthenticatedSubject.of(new Subject());

    private final Sessions sessions = new Sessions();

    @BeforeEach
    void open() {
        sessions.settings = ConsoleSettings.from(new MapConfig(Map.of()));
    }

    @Test
    void whoSignsInWithoutEndSignsOutNobodyElse() {
        String grace = sessions.begin("grace", CALLER);

        List<String> ada = IntStream.range(0, 20_000)
                .mapToObj(i -> sessions.begin("ada", CALLER))
                .toList();

        assertThat(sessions.find(grace)).isPresent();
        assertThat(sessions.find(ada.get(ada.size() - 1))).isPresent();
        assertThat(ada)
                .filteredOn(token -> sessions.find(token).isPresent())
                .isEqualTo(ada.subList(ada.size() - Sessions.MAX_PER_CALLER, ada.size()));
    }

    @Test
    void ofAllTheOldestEnds() {
        List<String> tokens = IntStream.range(0, Sessions.MAX_SESSIONS + 1)
                .mapToObj(i -> sessions.begin("name-" + i, CALLER))
                .toList();

        assertThat(sessions.find(tokens.get(0))).isEmpty();
        assertThat(sessions.find(tokens.get(1))).isPresent();
        assertThat(sessions.find(tokens.get(Sessions.MAX_SESSIONS))).isPresent();
    }
}
