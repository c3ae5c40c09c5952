/** What observers are told of jobs, and when: after commit, with the queue as qualifier. */
@NullMarked
package dev.gork.events;

import org.jspecify.annotations.NullMarked;
