package dev.gork.console.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The HTTP API: gork's own routes and JSON names, corrected. */
@ApplicationPath("/api/v1")
public class ConsoleApplication extends Application {}
