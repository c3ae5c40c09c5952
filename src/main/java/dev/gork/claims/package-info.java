/** From the claim of a job to its outcome, or its rescue. */
@NullMarked
package dev.gork.claims;

import org.jspecify.annotations.NullMarked;
