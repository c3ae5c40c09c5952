/** The way in: the observer of JobRequest, and the client. */
@NullMarked
package dev.gork.enqueue;

import org.jspecify.annotations.NullMarked;
