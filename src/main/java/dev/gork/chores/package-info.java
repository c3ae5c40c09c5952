/** Work that is done beside the jobs, at an interval. */
@NullMarked
package dev.gork.chores;

import org.jspecify.annotations.NullMarked;
