package dev.gork.chaos;

import dev.gork.chaos.ClaimSpan.End;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The claims of one id, made from its rows in the order in which the database wrote them; it judges each step. An id that
 * is deleted and enqueued again lives anew, but no claim number may come twice.
 */
final class JobHistory {
    static final String DELETED = "deleted";

    /** From so many rescues on a rescue counts only if the job had begun. */
    private static final int SUSPECTED_FROM = 2;

    private final String job;
    private final List<ClaimSpan> claims = new ArrayList<>();
    private final Set<Long> claimNumbers = new HashSet<>();
    private final List<String> illegal = new ArrayList<>();
    private @Nullable Row last;

    /**
     * A transition.
     *
     * @param status the status that it led to; "deleted" for the end of the row
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
        if (before == null || before.status().equals(DELETED)) {
            check(row.status().equals("scheduled"), before, row);
        } else if (row.status().equals(DELETED)) {
            check(!before.status().equals("initialized"), before, row);
        } else if (before.status().equals("scheduled")) {
            boolean isNew = claimNumbers.add(row.claim());
            check(row.status().equals("initialized") && row.claim() > before.claim() && isNew, before, row);
            claims.add(new ClaimSpan(row.node(), row.at(), Instant.MAX, End.OPEN));
        } else if (before.status().equals("initialized")) {
            end(before, row);
        } else {
            check(false, before, row);
        }
    }

    /** That of a suspect which had not begun is not counted: then it is who did it that tells. */
    private static boolean isRescue(Row before, Row row, ClaimSpan claim) {
        return row.rescues() > before.rescues()
                || before.rescues() >= SUSPECTED_FROM
                        && row.retryCount() == before.retryCount()
                        && !row.node().equals(claim.node());
    }

    private void end(Row before, Row row) {
        if (claims.isEmpty()) {
            check(false, before, row);
            return;
        }
        End end = switch (row.status()) {
            case "completed" -> End.COMPLETED;
            case "failed" -> End.FAILED;
            case "scheduled" ->
                isRescue(before, row, claims.get(claims.size() - 1))
                        ? End.RESCUED
                        : row.retryCount() > before.retryCount() ? End.RETRIED : End.RELEASED;
            default -> End.OPEN;
        };
        ClaimSpan claim = claims.remove(claims.size() - 1);
        boolean mayEndIt = end == End.RESCUED || row.node().equals(claim.node());
        check(end != End.OPEN && row.claim() == before.claim() && mayEndIt, before, row);
        claims.add(new ClaimSpan(claim.node(), claim.began(), row.at(), end));
    }

    private void check(boolean legal, @Nullable Row before, Row row) {
        if (!legal) {
            illegal.add(job + ": " + before + " -> " + row);
        }
    }
}
