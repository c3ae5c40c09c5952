/** What the API answers: its records, and how they are written as JSON. */
@NullMarked
package dev.gork.console.views;

import org.jspecify.annotations.NullMarked;
