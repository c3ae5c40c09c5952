/** The node at work: it polls, rescues and tells the others, from its start to its stop. */
@NullMarked
package dev.gork.engine;

import org.jspecify.annotations.NullMarked;
