/** What is done to many jobs at once. */
@NullMarked
package dev.gork.bulk;

import org.jspecify.annotations.NullMarked;
