/** Calls the handler of a claimed job, and hands on its outcome. */
@NullMarked
package dev.gork.runner;

import org.jspecify.annotations.NullMarked;
