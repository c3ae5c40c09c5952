/** The way through: claim, run, record, and the node that does it. */
@NullMarked
package dev.gork.engine;

import org.jspecify.annotations.NullMarked;
