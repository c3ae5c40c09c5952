/** The table of nodes: who runs jobs, and who is alive. */
@NullMarked
package dev.gork.nodes;

import org.jspecify.annotations.NullMarked;
