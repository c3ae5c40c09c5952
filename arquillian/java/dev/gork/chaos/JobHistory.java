package dev.gork.chaos;

import dev.gork.chaos.ClaimSpan.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The claims of one job, made from its rows in the order in which the database wrote them; it judges each step. */
final class JobHistory {
    private final String job;
    private final List<ClaimSpan> claims = new ArrayList<>();
    private final List<String> illegal = new ArrayList<>();
    private @Nullable Row last;

    /**
     * A transition.
     *
     * @param status the status that it led to
     * @param node over whose connection it came
     */
    record Row(String status, long claim, int retryCount, int rescues, String node, Instant at) {}

    JobHistory(String job) {
        this.job = job;
    }

    String job() {
        return job;
    }

    List<ClaimSpan> claims() {
        return claims;
    }

    /** Steps that no transition of docs/states.md is. */
    List<String> illegal() {
        return illegal;
    }

    void add(Row row) {
        Row before = last;
        last = row;
        if (before == null) {
            check(row.status().equals("scheduled") && row.claim() == 0, null, row);
        } else if (before.status().equals("scheduled")) {
            check(row.status().equals("initialized") && row.claim() == before.claim() + 1, before, row);
            claims.add(new ClaimSpan(row.node(), row.at(), Instant.MAX, End.OPEN));
        } else {
            check(before.status().equals("initialized") && row.claim() == before.claim(), before, row);
            end(before, row);
        }
    }

    private void end(Row before, Row row) {
        if (claims.isEmpty()) {
            return;
        }
        End end = switch (row.status()) {
            case "completed" -> End.COMPLETED;
            case "failed" -> End.FAILED;
            case "scheduled" ->
                row.rescues() > before.rescues()
                        ? End.RESCUED
                        : row.retryCount() > before.retryCount() ? End.RETRIED : End.RELEASED;
            default -> End.OPEN;
        };
        ClaimSpan claim = claims.remove(claims.size() - 1);
        claims.add(new ClaimSpan(claim.node(), claim.began(), row.at(), end));
    }

    private void check(boolean legal, @Nullable Row before, Row row) {
        if (!legal) {
            illegal.add(job + ": " + before + " -> " + row);
        }
    }
}
