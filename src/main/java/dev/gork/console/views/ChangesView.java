package dev.gork.console.views;

import java.util.List;

/** What changed of the jobs that one event stream watches. */
public record ChangesView(List<JobView> jobs, List<String> deleted) {}
