package dev.gork.events;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An observer of lifecycle events of gork's own, which is told outside a request context: to begin and end one costs more
 * than such an observer does, for every job.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface NeedsNoRequest {}
