package dev.gork.config;

/** What happens to the tables when the application starts. */
public enum SchemaMode {
    /** Missing tables and columns are made, under a lock. */
    APPLY,
    /** Nothing is made; without the tables in the expected version no job runs, and the log says why. */
    VALIDATE,
    /** The tables are taken to be there. */
    NONE
}
