/** The database at hand: its tables, its dialect, and how statements are made, bounded and understood. */
@NullMarked
package dev.gork.database;

import org.jspecify.annotations.NullMarked;
