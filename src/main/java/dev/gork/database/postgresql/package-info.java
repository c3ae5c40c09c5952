/** PostgreSQL. */
@NullMarked
package dev.gork.database.postgresql;

import org.jspecify.annotations.NullMarked;
