/** Which methods of the application handle which queue, found and checked when it is deployed. */
@NullMarked
package dev.gork.handler;

import org.jspecify.annotations.NullMarked;
