package dev.gork.search;

import dev.gork.JobCount;
import dev.gork.JobFilter;
import dev.gork.JobInfo;
import dev.gork.JobPage;
import dev.gork.JobPayloadException;
import dev.gork.JobSearch;
import dev.gork.database.Database;
import dev.gork.jobs.JobExcerpt;
import dev.gork.payload.JsonCodec;
import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds jobs by what people ask for, with a bounded amount of work for each question, however large the table is.
 *
 * <p>Most filters have no index, for each would cost every job something at every transition. So a search goes through
 * the primary key from the last id on, window by window, until the page is full or the time is up; then the cursor says
 * where to go on.
 */
@ApplicationScoped
@Transactional(dontRollbackOn = IllegalArgumentException.class)
public class JobSearches {
    /** How long one look may take, except for its last window. */
    private static final Duration PAGE_TIMEOUT = Duration.ofMillis(100);

    @Inject
    Database database;

    @Inject
    JobRanges ranges;

    @Inject
    JsonCodec json;

    /**
     * A page of jobs, by their ids from the last: as gork makes ids, the latest enqueued first. The job whose id is
     * exactly the part asked for comes first.
     *
     * @throws IllegalArgumentException if the cursor is none that a page gave, or the arguments cannot be searched for
     */
    public JobPage search(JobSearch search) {
        Page<JobInfo> page = find(JobReading.WHOLE, search);
        return new JobPage(page.jobs(), page.cursor(), page.complete());
    }

    /**
     * The same for people to look at: jobs with shortened texts.
     *
     * @throws IllegalArgumentException as above
     */
    public Page<JobExcerpt> excerpts(JobSearch search) {
        return find(JobReading.EXCERPTS, search);
    }

    private <T> Page<T> find(JobReading<T> reading, JobSearch search) {
        database.open();
        String after =
                search.cursor() == null ? null : Cursor.decode(search.cursor()).id();
        if (cannotExist(search.filter())) {
            return new Page<>(List.of(), null, true);
        }
        JobRange range = range(search.filter());
        List<String> found = new ArrayList<>();
        String id = search.filter().idPart();
        if (id != null && search.limit() > 1) { // on a page of one it would leave no place to go on from
            if (after == null) {
                found.addAll(ranges.exactly(range, id));
            }
            range = range.without(id);
        }
        Walk walk = new Walk(after);
        while (walk.goesOn(found.size() <= search.limit())) {
            walk.passed(ranges.window(range, walk.after(), walk.size()));
            found.addAll(ranges.ids(range, walk.window(), search.limit() + 1 - found.size()));
        }
        if (found.size() > search.limit()) {
            return ranges.page(reading, found, search.limit());
        }
        String rest = walk.atEnd() ? null : walk.after();
        return ranges.page(reading, found, rest == null ? null : new Cursor(rest).encode(), walk.atEnd());
    }

    /** How many jobs a filter lets through, counted as far as is quick. */
    public JobCount count(JobFilter filter) {
        database.open();
        if (cannotExist(filter)) {
            return new JobCount(0, false);
        }
        JobRange range = range(filter);
        long count = 0;
        Walk walk = new Walk(null);
        while (walk.goesOn(count <= JobCount.MAX_COUNT)) {
            walk.passed(ranges.window(range, walk.after(), walk.size()));
            count += ranges.count(range, walk.window(), JobCount.MAX_COUNT + 1 - count);
        }
        return new JobCount(Math.min(count, JobCount.MAX_COUNT), count > JobCount.MAX_COUNT || !walk.atEnd());
    }

    /**
     * Some ids of jobs that a filter lets through, for those who go through all of them.
     *
     * @param ids the ids
     * @param after where to go on; null if there are no more
     */
    public record Ids(List<String> ids, @Nullable String after) {}

    /** The next ids that a filter lets through, from the last id down; few or none if they are rare. */
    public Ids ids(JobFilter filter, @Nullable String after, int limit) {
        database.open();
        if (cannotExist(filter)) {
            return new Ids(List.of(), null);
        }
        JobRange range = range(filter);
        List<String> found = new ArrayList<>();
        Walk walk = new Walk(after);
        while (walk.goesOn(found.size() < limit)) {
            walk.passed(ranges.window(range, walk.after(), walk.size()));
            List<String> more = ranges.ids(range, walk.window(), limit - found.size());
            found.addAll(more);
            if (found.size() >= limit && !more.isEmpty()) {
                return new Ids(found, more.get(more.size() - 1));
            }
        }
        return new Ids(found, walk.atEnd() ? null : walk.after());
    }

    /** When each of these jobs last changed; those that there are none of are missing. */
    public Map<String, Instant> lastChanges(Collection<String> ids) {
        database.open();
        return ranges.lastChanges(ids);
    }

    /** These jobs with shortened texts, as far as there are some. */
    public List<JobExcerpt> byId(Collection<String> ids) {
        database.open();
        return ranges.byId(JobReading.EXCERPTS, ids);
    }

    /**
     * Makes sure that a filter can be used on this database.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public void check(JobFilter filter) {
        if (filter.arguments() == null) {
            return;
        }
        if (!database.dialect().searchesJson()) {
            throw new IllegalArgumentException(
                    "arguments cannot be searched for on this database; PostgreSQL is needed");
        }
        try {
            json.check(filter.arguments());
        } catch (JobPayloadException e) {
            throw new IllegalArgumentException("arguments cannot be searched for: " + e.getMessage(), e);
        }
    }

    /**
     * A page of the jobs that a job's handler enqueued, the latest first.
     *
     * @throws IllegalArgumentException if the limit is out of range, or the cursor is none that a page gave
     */
    public JobPage children(String parent, int limit, @Nullable String cursor) {
        Page<JobInfo> page = children(JobReading.WHOLE, parent, limit, cursor);
        return new JobPage(page.jobs(), page.cursor(), page.complete());
    }

    /**
     * The same for people to look at: jobs with shortened texts.
     *
     * @throws IllegalArgumentException as above
     */
    public Page<JobExcerpt> childExcerpts(String parent, int limit, @Nullable String cursor) {
        return children(JobReading.EXCERPTS, parent, limit, cursor);
    }

    private <T> Page<T> children(JobReading<T> reading, String parent, int limit, @Nullable String cursor) {
        database.open();
        int checked = JobSearch.all().limit(limit).limit();
        String after = cursor == null ? null : Cursor.decode(cursor).id();
        return ranges.page(reading, ranges.children(parent, after, checked + 1), checked);
    }

    private JobRange range(JobFilter filter) {
        check(filter);
        return ranges.of(filter);
    }

    /** No row can have such text, and asking for it would be an SQL error. */
    private static boolean cannotExist(JobFilter filter) {
        return Stream.of(filter.queue(), filter.idPart(), filter.node())
                .anyMatch(text -> text != null && Texts.problem(text) != null);
    }

    /** How far a search has come. */
    private static final class Walk {
        private static final int FIRST_SIZE = 2_000;
        private static final int MAX_SIZE = 20_000;

        private final long deadline = System.nanoTime() + PAGE_TIMEOUT.toNanos();
        private @Nullable String after;
        private IdWindow window;
        private int size = 0;
        private boolean atEnd;

        Walk(@Nullable String after) {
            this.after = after;
            this.window = new IdWindow(after, null);
        }

        /** Whether to look further; at least once in any case, so that whoever asks again comes forward. */
        boolean goesOn(boolean wanted) {
            boolean first = size == 0;
            size = first ? FIRST_SIZE : Math.min(size * 2, MAX_SIZE);
            return wanted && !atEnd && (first || System.nanoTime() - deadline < 0);
        }

        int size() {
            return size;
        }

        void passed(IdWindow next) {
            window = next;
            after = next.from() == null ? after : next.from();
            atEnd = next.from() == null;
        }

        IdWindow window() {
            return window;
        }

        @Nullable
        String after() {
            return after;
        }

        boolean atEnd() {
            return atEnd;
        }
    }
}
