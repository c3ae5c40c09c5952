/** The managed threads that everything runs on, and the tasks that run on them again and again. */
@NullMarked
package dev.gork.concurrent;

import org.jspecify.annotations.NullMarked;
