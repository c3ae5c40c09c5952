package dev.gork.bench.app;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** Where the driver reaches the measured application. */
@ApplicationPath("/")
public class BenchApplication extends Application {}
