/** MicroProfile Health: started, live, ready. */
@NullMarked
package dev.gork.health;

import org.jspecify.annotations.NullMarked;
