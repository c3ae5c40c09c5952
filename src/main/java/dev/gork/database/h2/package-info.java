/** H2. */
@NullMarked
package dev.gork.database.h2;

import org.jspecify.annotations.NullMarked;
