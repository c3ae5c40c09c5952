package dev.gork.chaos;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonWriter;
import jakarta.json.stream.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the checker found, and what of it must not be. */
final class Report {
    private static final int EXAMPLES = 10;

    private final Plan plan;
    private final JsonObjectBuilder json = Json.createObjectBuilder();
    private final List<String> broken = new ArrayList<>();

    Report(Plan plan) {
        this.plan = plan;
    }

    /** What is not as it must be, a sentence each. */
    List<String> broken() {
        return broken;
    }

    void figure(String name, long value) {
        json.add(name, value);
    }

    /** What there must be none of. */
    void none(String name, long found) {
        json.add(name, found);
        if (found > 0) {
            broken.add(name + " is " + found + ", and has to be 0");
        }
    }

    /** The same, with what was found. */
    void none(String name, List<String> found) {
        none(name, found.size());
        found.stream().limit(EXAMPLES).forEach(each -> broken.add(name + ": " + each));
    }

    void jobs(long ordered, long followUps) {
        json.add("jobs", ordered).add("follow_ups", followUps);
        if (ordered < plan.jobs()) {
            broken.add("only " + ordered + " of " + plan.jobs() + " jobs were ordered");
        }
    }

    void faults(List<Inflicted> faults) {
        Map<String, Integer> kinds = new TreeMap<>();
        faults.forEach(fault -> kinds.merge(fault.kind().word(), 1, Integer::sum));
        JsonObjectBuilder byKind = Json.createObjectBuilder();
        kinds.forEach(byKind::add);
        json.add("faults", byKind);
        if (faults.size() < plan.faults()) {
            broken.add("only " + faults.size() + " of " + plan.faults() + " faults happened");
        }
    }

    void slowestRescue(Duration slowest, String job) {
        json.add("slowest_rescue_s", slowest.toMillis() / 1000.0)
                .add("lease_s", plan.lease().toMillis() / 1000.0)
                .add("reaper_interval_s", plan.reaper().toMillis() / 1000.0);
        if (slowest.compareTo(plan.slowestRescue()) > 0) {
            broken.add("slowest_rescue_s is above " + plan.slowestRescue().toMillis() / 1000.0 + ": " + job);
        }
    }

    /** Prints it, and writes it to report.json in this folder. */
    void write(Path folder, Duration took, List<String> leftOut) throws IOException {
        json.add("seed", plan.seed())
                .add("took_s", took.toSeconds())
                .add("left_out", Json.createArrayBuilder(leftOut))
                .add("broken", Json.createArrayBuilder(broken));
        Path file = folder.resolve("report.json");
        try (Writer text = Files.newBufferedWriter(file);
                JsonWriter writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                        .createWriter(text)) {
            writer.writeObject(json.build());
        }
        System.out.println(Files.readString(file));
    }
}
