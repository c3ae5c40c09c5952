package dev.gork.jobs;

import dev.gork.JobInfo;
import java.util.HashMap;
import java.util.Map;

/**
 * A job for people to look at: its long texts are cut by the database, so that a page of heavy jobs is read, kept and sent
 * as quickly as one of light ones.
 *
 * @param job the job; of the texts that are shortened it has the beginning
 * @param shortened which texts those are, by the names of their columns, and how many bytes each has in all
 */
public record JobExcerpt(JobInfo job, Map<String, Long> shortened) {
    /** The column of the arguments. */
    public static final String ARGUMENTS = "arguments";

    /** The column of the result. */
    public static final String RESULT = "result";

    /** The column of the options. */
    public static final String OPTIONS = "options";

    /** The column of the last error. */
    public static final String LAST_ERROR = "last_error";

    /** In a list, and for those who watch: what a row of it shows, and payloads that are short. */
    public static final Lengths IN_A_LIST = new Lengths(4_000, 1_000);

    /** On its own: whatever a request or a handler may have made, and of what came by SQL as much as a page takes. */
    static final Lengths ALONE = new Lengths(2_000_000, 100_000);

    /**
     * Up to which length texts are whole.
     *
     * @param payload arguments, result and options, in bytes
     * @param error the last error, in bytes
     */
    public record Lengths(int payload, int error) {
        /** What is selected of a job. */
        public String columns() {
            return JobRow.columns(json -> cut(json, payload), error -> cut(error, this.error))
                    + ", "
                    + String.join(
                            ", ",
                            octets(JobRow.text(ARGUMENTS)),
                            octets(JobRow.text(RESULT)),
                            octets(JobRow.text(OPTIONS)),
                            octets("jobs.last_error"));
        }

        /** What a row of that becomes. */
        public JobExcerpt toJob(Object[] row) {
            Map<String, Long> shortened = new HashMap<>();
            note(shortened, ARGUMENTS, row[JobRow.WIDTH], payload);
            note(shortened, RESULT, row[JobRow.WIDTH + 1], payload);
            note(shortened, OPTIONS, row[JobRow.WIDTH + 2], payload);
            note(shortened, LAST_ERROR, row[JobRow.WIDTH + 3], error);
            return new JobExcerpt(JobRow.toJob(row), Map.copyOf(shortened));
        }

        private static void note(Map<String, Long> shortened, String name, Object octets, int most) {
            if (octets instanceof Number length && length.longValue() > most) {
                shortened.put(name, length.longValue());
            }
        }

        /** No text has more characters than bytes, so what fits is whole. */
        private static String cut(String text, int most) {
            return "LEFT(" + text + ", " + most + ")";
        }

        /** Not the characters, which PostgreSQL would have to count one by one. */
        private static String octets(String text) {
            return "OCTET_LENGTH(" + text + ")";
        }
    }
}
