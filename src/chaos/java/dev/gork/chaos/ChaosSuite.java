package dev.gork.chaos;

import static dev.gork.chaos.FaultKind.CLOCK_SET;
import static dev.gork.chaos.FaultKind.CONNECTIONS_CUT;
import static dev.gork.chaos.FaultKind.DATABASE_STOPPED;
import static dev.gork.chaos.FaultKind.FROZEN;
import static dev.gork.chaos.FaultKind.KILLED;
import static dev.gork.chaos.FaultKind.NETWORK_REFUSED;
import static dev.gork.chaos.FaultKind.NETWORK_SILENT;
import static dev.gork.chaos.FaultKind.STOPPED;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The long run: 50,000 jobs and at least 42 faults, or as many as fit into the minutes asked for. */
public final class ChaosSuite {
    private static final int JOBS = 50_000;
    private static final int FAULTS = 42;

    private static final List<FaultKind> DECK = List.of(
            KILLED,
            KILLED,
            FROZEN,
            FROZEN,
            FROZEN,
            STOPPED,
            NETWORK_REFUSED,
            NETWORK_REFUSED,
            NETWORK_SILENT,
            CONNECTIONS_CUT,
            CONNECTIONS_CUT,
            CLOCK_SET,
            DATABASE_STOPPED,
            DATABASE_STOPPED);

    private ChaosSuite() {}

    /** Takes the folder for report, logs and the database's files; ends with 1 if anything is not as it must be. */
    public static void main(String[] arguments) throws Exception {
        Plan plan = new Plan(
                Long.getLong("chaos.seed", 1),
                JOBS,
                FAULTS,
                Duration.ofMinutes(Integer.getInteger("chaos.minutes", 0)),
                Duration.ofSeconds(4),
                110,
                Duration.ofSeconds(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(1),
                Duration.ofSeconds(5));
        Report report;
        try (Chaos chaos = new Chaos(plan, DECK, Path.of(arguments[0]))) {
            report = chaos.run();
        }
        report.broken().forEach(System.err::println);
        System.exit(report.broken().isEmpty() ? 0 : 1);
    }
}
