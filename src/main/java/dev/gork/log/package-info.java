/** Lines of the log that nothing from outside can forge. */
@NullMarked
package dev.gork.log;

import org.jspecify.annotations.NullMarked;
