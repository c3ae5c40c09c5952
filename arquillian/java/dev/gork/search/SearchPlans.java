package dev.gork.search;

import dev.gork.JobFilter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** How searches go. */
@ApplicationScoped
@Transactional
public class SearchPlans {
    @Inject
    JobRanges ranges;

    /** Whether all that a filter lets through is read at once, rather than by windows. */
    public boolean readAtOnce(JobFilter filter) {
        return ranges.of(filter).whole();
    }
}
