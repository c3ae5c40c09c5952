package dev.gork.search;

import dev.gork.JobInfo;
import dev.gork.jobs.JobExcerpt;
import dev.gork.jobs.JobRow;
import java.util.function.Function;

/**
 * How much is read of jobs that are listed: of each, and for a page.
 *
 * @param columns what is selected
 * @param toJob what a row of it becomes
 * @param job the job in that
 * @param atOnce how many are read with one statement; each may be as long as it gets
 * @param most how many characters of JSON and errors a page has, beyond which it ends early
 */
record JobReading<T>(String columns, Function<Object[], T> toJob, Function<T, JobInfo> job, int atOnce, long most) {

    /** For code, which wants all of it. */
    static final JobReading<JobInfo> WHOLE =
            new JobReading<>(JobRow.COLUMNS, JobRow::toJob, Function.identity(), 25, 10_000_000);

    /** For people. */
    static final JobReading<JobExcerpt> EXCERPTS = new JobReading<>(
            JobExcerpt.IN_A_LIST.columns(), JobExcerpt.IN_A_LIST::toJob, JobExcerpt::job, 200, 500_000);

    long length(T row) {
        JobInfo info = job.apply(row);
        return (long) info.argumentsJson().length()
                + info.resultJson().length()
                + info.optionsJson().length()
                + (info.lastError() == null ? 0 : info.lastError().length());
    }
}
