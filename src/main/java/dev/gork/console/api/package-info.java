/** The resources of the HTTP API, and what they read from requests. */
@NullMarked
package dev.gork.console.api;

import org.jspecify.annotations.NullMarked;
