package dev.gork;

import java.util.List;

/**
 * What {@link JobClient#enqueue} did.
 *
 * @param enqueued the ids of the new jobs, in the requests' order
 * @param duplicates the ids that were taken already, or given twice; nothing was written for them
 */
public record EnqueueResult(List<String> enqueued, List<String> duplicates) {}
