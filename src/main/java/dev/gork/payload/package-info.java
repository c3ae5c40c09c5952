/** What rows hold as text: JSON, options, and what every database stores. */
@NullMarked
package dev.gork.payload;

import org.jspecify.annotations.NullMarked;
