/**
 * What an application imports: {@link dev.gork.JobRequest} to enqueue, {@link dev.gork.Queue} and {@link dev.gork.Job}
 * to handle, {@link dev.gork.JobClient} to look and act, and the {@link dev.gork.JobEvent lifecycle events} to listen to.
 *
 * <p>This package knows nothing of the packages below it.
 */
@NullMarked
package dev.gork;

import org.jspecify.annotations.NullMarked;
