/** Lists of jobs, each with a bounded amount of work. */
@NullMarked
package dev.gork.search;

import org.jspecify.annotations.NullMarked;
