/** The demo: gork's two example queues, its client example, and a page. In no released artifact. */
@NullMarked
package dev.gork.demo;

import org.jspecify.annotations.NullMarked;
