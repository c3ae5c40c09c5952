package dev.gork.database;

import jakarta.persistence.Embeddable;

/**
 * The persistence unit has no entities, for every statement is SQL; without a single managed type EclipseLink warns of
 * an empty metamodel (CWWJP9991W) at every start.
 */
@Embeddable
class NoEntities {}
