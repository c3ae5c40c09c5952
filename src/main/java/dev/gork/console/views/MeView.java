package dev.gork.console.views;

import jakarta.json.bind.annotation.JsonbPropertyOrder;
import java.time.Instant;

/** The caller, and the installation that is asked. */
@JsonbPropertyOrder({"name", "operator"})
public record MeView(String name, boolean operator, String database, int nodeCount, String version, Instant now) {}
