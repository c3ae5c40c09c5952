/** The managed threads that everything runs on, and the pulse that runs a task now and then. */
@NullMarked
package dev.gork.concurrent;

import org.jspecify.annotations.NullMarked;
