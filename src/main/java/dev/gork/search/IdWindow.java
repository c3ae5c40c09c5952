package dev.gork.search;

import org.jspecify.annotations.Nullable;

/**
 * A part of the primary key.
 *
 * @param before only ids that sort before this one; null for the last id and on
 * @param from only this id and those after it; null for down to the first
 */
record IdWindow(@Nullable String before, @Nullable String from) {}
