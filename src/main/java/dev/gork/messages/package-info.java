/** Short messages from node to node. */
@NullMarked
package dev.gork.messages;

import org.jspecify.annotations.NullMarked;
