/** The table: every state transition, every query, and one dialect class per database. */
@NullMarked
package dev.gork.store;

import org.jspecify.annotations.NullMarked;
