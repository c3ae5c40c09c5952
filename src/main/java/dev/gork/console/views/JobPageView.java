package dev.gork.console.views;

import dev.gork.jobs.JobExcerpt;
import dev.gork.search.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A page of jobs, with the cursor of the next one. */
public record JobPageView(List<JobView> jobs, @Nullable String next, boolean complete) {
    /** Shows each job of a page. */
    public static JobPageView of(Page<JobExcerpt> page, Function<JobExcerpt, JobView> show) {
        return new JobPageView(page.jobs().stream().map(show).toList(), page.cursor(), page.complete());
    }
}
