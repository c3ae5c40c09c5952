package dev.gork.bench;

import jakarta.json.Json;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;

/** The figures by system, and what is made of them. */
final class Results {
    /** Of these many the median counts. */
    static final int RUNS = 3;

    private final Map<String, Map<String, Double>> systems = new LinkedHashMap<>();

    /** One figure. */
    void put(String system, String figure, double value) {
        systems.computeIfAbsent(system, each -> new LinkedHashMap<>()).put(figure, value);
        System.out.printf(Locale.ROOT, "%-14s %-10s %12.2f%n", system, figure, value);
    }

    /** The median of three. */
    void measure(String system, String figure, Callable<Double> run) throws Exception {
        double[] values = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            values[i] = run.call();
        }
        put(system, figure, median(values));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** The percentiles of the time from each commit to its start, in milliseconds. */
    void latencies(String system, String figure, String commits, String starts) {
        Map<String, Long> started = times(starts);
        double[] millis = times(commits).entrySet().stream()
                .filter(commit -> started.containsKey(commit.getKey()))
                .mapToDouble(commit -> (started.get(commit.getKey()) - commit.getValue()) / 1e6)
                .sorted()
                .toArray();
        DoubleUnaryOperator quantile = q -> millis[(int) Math.min(millis.length - 1, q * millis.length)];
        for (int percent : new int[] {50, 95, 99}) {
            put(system, figure + percent, quantile.applyAsDouble(percent / 100.0));
        }
    }

    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        JsonObjectBuilder json = Json.createObjectBuilder();
        systems.forEach((system, figures) -> {
            JsonObjectBuilder object = Json.createObjectBuilder();
            figures.forEach((figure, value) -> object.add(figure, Math.round(value * 1000) / 1000.0));
            json.add(system, object);
        });
        Files.writeString(folder.resolve("results.json"), json.build().toString());
        String table = table() + "\n" + ratios();
        Files.writeString(folder.resolve("results.md"), table);
        System.out.println(table);
        chart(folder.resolve("drain"));
    }

    private String table() {
        List<String> figures = new ArrayList<>();
        systems.values()
                .forEach(each -> each.keySet().stream()
                        .filter(figure -> !figures.contains(figure))
                        .forEach(figures::add));
        StringBuilder table = new StringBuilder(
                "| | " + String.join(" | ", systems.keySet()) + " |\n|---|" + "---:|".repeat(systems.size()) + "\n");
        for (String figure : figures) {
            table.append("| ").append(figure).append(" |");
            systems.values()
                    .forEach(each -> table.append(' ')
                            .append(each.containsKey(figure) ? text(each.get(figure)) : "")
                            .append(" |"));
            table.append('\n');
        }
        return table.toString();
    }

    private String ratios() {
        StringBuilder text = new StringBuilder("| ratio | is | aim |\n|---|---:|---:|\n");
        ratio(text, "T : floor", figure("gork", "T") / figure("floor", "T"), ">= 0.85");
        ratio(text, "T : db-scheduler", figure("gork", "T") / figure("db-scheduler", "T"), ">= 8");
        ratio(text, "Ttx : floor", figure("gork", "Ttx") / figure("floor", "Ttx"), ">= 0.7");
        ratio(text, "B : T", figure("gork", "B") / figure("gork", "T"), ">= 0.9");
        ratio(text, "V : T", figure("gork", "V") / figure("gork", "T"), ">= 0.5");
        for (String each : List.of("Ebulk", "E1", "E8")) {
            ratio(text, each + " : floor", figure("gork", each) / figure("floor", each), ">= 0.8");
        }
        ratio(text, "console: slowest p95 (ms)", figure("console", "slowest p95 (ms)"), "< 200");
        ratio(
                text,
                "T, five consoles open : none",
                figure("console", "T, five open") / figure("console", "T, none open"),
                ">= 0.95");
        ratio(text, "L50 (ms)", figure("gork", "L50"), "<= 1.5");
        ratio(text, "L99 (ms)", figure("gork", "L99"), "<= 5");
        ratio(text, "Llocal50 (ms)", figure("gork", "Llocal50"), "<= 1");
        ratio(text, "idle queries/s", figure("gork", "idle_qps"), "<= 1.5");
        ratio(text, "idle CPU (cores)", figure("gork", "cpu"), "< 0.02");
        return text.toString();
    }

    private static void ratio(StringBuilder text, String name, double value, String aim) {
        if (!Double.isNaN(value)) {
            text.append(String.format(Locale.ROOT, "| %s | %.3f | %s |%n", name, value, aim));
        }
    }

    private double figure(String system, String figure) {
        return systems.getOrDefault(system, Map.of()).getOrDefault(figure, Double.NaN);
    }

    private void chart(Path file) throws IOException {
        CategoryChart chart = new CategoryChartBuilder()
                .width(800)
                .height(400)
                .title("Drain of a backlog of jobs that do nothing")
                .yAxisTitle("jobs a second")
                .build();
        List<String> names = systems.keySet().stream()
                .filter(system -> systems.get(system).containsKey("T"))
                .toList();
        if (!names.isEmpty()) {
            chart.getStyler().setLegendVisible(false);
            chart.addSeries(
                    "T",
                    names,
                    names.stream().map(system -> figure(system, "T")).toList());
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
        }
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%,.0f" : "%.2f", value);
    }

    private static Map<String, Long> times(String text) {
        Map<String, Long> times = new HashMap<>();
        for (String each : text.split(",")) {
            String[] parts = each.split("=");
            if (parts.length == 2) {
                times.put(parts[0], Long.parseLong(parts[1]));
            }
        }
        return times;
    }
}
