/** What changes, as server-sent events. */
@NullMarked
package dev.gork.console.live;

import org.jspecify.annotations.NullMarked;
