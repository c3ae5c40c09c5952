/** The table of jobs: what callers do to a job, and its attempts. */
@NullMarked
package dev.gork.jobs;

import org.jspecify.annotations.NullMarked;
