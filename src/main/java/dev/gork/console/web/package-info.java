/** What every request passes: filters, what its headers say, and the audit log. */
@NullMarked
package dev.gork.console.web;

import org.jspecify.annotations.NullMarked;
