package dev.gork.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.config.Config;

/** Finds settings that nobody reads, and guesses which one was meant. */
public final class SettingNames {
    /** More changed letters than this, and it is another word. */
    private static final int MAX_DISTANCE = 3;

    /** Settings of the console, which may be another application that reads the same configuration. */
    private static final String CONSOLE_PREFIX = "gork.console.";

    private static final List<Setting<?>> PER_QUEUE = Settings.PER_QUEUE.all();

    private SettingNames() {}

    /**
     * Finds the names of settings that a configuration has, as its sources spell them: a variable of the environment has
     * no dots there, while among the names of the whole configuration it is also listed as a key that nobody wrote.
     */
    public static Set<String> in(Config config) {
        Set<String> names = new TreeSet<>();
        config.getConfigSources().forEach(source -> names.addAll(source.getPropertyNames()));
        return names;
    }

    /**
     * Warns of names under {@code gork.} and {@code GORK_} that are no setting.
     *
     * @param names all names, of properties and of environment variables
     * @param known the settings of the parts that are there
     * @param queues the queues that this node serves
     */
    public static List<String> warnings(
            Collection<String> names, Collection<Setting<?>> known, Collection<String> queues) {
        Set<String> keys = new TreeSet<>();
        known.forEach(setting -> keys.add(setting.key()));
        boolean consoleIsElsewhere = keys.stream().noneMatch(key -> key.startsWith(CONSOLE_PREFIX));
        PER_QUEUE.forEach(setting -> keys.add(Settings.QUEUE_DEFAULTS_PREFIX + setting.key()));
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(names)) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (consoleIsElsewhere && underscored(lower).startsWith(underscored(CONSOLE_PREFIX))) {
                continue; // the console's own names are not known here, and it knows them itself
            }
            if (name.startsWith(Settings.QUEUE_PREFIX)) {
                checkQueueKey(name, queues).ifPresent(warnings::add);
            } else if (lower.startsWith("gork.") && !keys.contains(name)) {
                warnings.add("Unknown setting " + name
                        + guess(lower, keys)
                                .map(k -> ", did you mean " + k + "?")
                                .orElse(""));
            } else if (lower.startsWith("gork_")) {
                checkVariable(name, keys, queues).ifPresent(warnings::add);
            }
        }
        return warnings;
    }

    /**
     * The environment has names of other programs too, such as GORK_HOME, and GORK_SERVICE_PORT where Kubernetes has a
     * service of that name: so only a near miss is worth a word.
     */
    private static Optional<String> checkVariable(String name, Set<String> keys, Collection<String> queues) {
        Set<String> all = new TreeSet<>(keys);
        for (String queue : queues) {
            PER_QUEUE.forEach(setting -> all.add(Settings.QUEUE_PREFIX + queue + "." + setting.key()));
        }
        if (all.stream().anyMatch(key -> name.equals(variable(key)) || name.equals(underscored(key)))) {
            return Optional.empty();
        }
        String upper = name.toUpperCase(Locale.ROOT);
        boolean ofAnotherQueue = upper.startsWith(variable(Settings.QUEUE_PREFIX))
                && PER_QUEUE.stream().anyMatch(setting -> upper.endsWith("_" + variable(setting.key())));
        return guess(upper, all.stream().map(SettingNames::variable).toList())
                .map(meant -> (ofAnotherQueue
                                ? "Setting " + name + " is for a queue without a handler here"
                                : "Unknown setting " + name)
                        + ", did you mean " + meant + "?");
    }

    /** Says how a key is called in the environment, by MicroProfile Config's rule. */
    static String variable(String key) {
        return underscored(key).toUpperCase(Locale.ROOT);
    }

    private static String underscored(String key) {
        return key.replaceAll("[^a-zA-Z0-9]", "_");
    }

    private static Optional<String> checkQueueKey(String name, Collection<String> queues) {
        int dot = name.lastIndexOf('.');
        String queue = dot < Settings.QUEUE_PREFIX.length() ? "" : name.substring(Settings.QUEUE_PREFIX.length(), dot);
        String key = name.substring(dot + 1);
        List<String> keys = PER_QUEUE.stream().map(Setting::key).toList();
        if (queue.isEmpty() || !keys.contains(key)) {
            return Optional.of("Unknown setting " + name
                    + guess(key, keys)
                            .map(k -> ", did you mean " + Settings.QUEUE_PREFIX + (queue.isEmpty() ? "<queue>" : queue)
                                    + "." + k + "?")
                            .orElse("; settings of a queue are " + String.join(", ", keys)));
        }
        // A queue that other nodes serve may share this configuration, so only a near miss is worth a word.
        return queues.contains(queue)
                ? Optional.empty()
                : guess(queue, queues)
                        .map(q -> "Setting " + name + " is for a queue without a handler here, did you mean '" + q
                                + "'?");
    }

    private static Optional<String> guess(String word, Collection<String> candidates) {
        return candidates.stream()
                .filter(candidate -> distance(word, candidate) <= MAX_DISTANCE)
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Levenshtein's edit distance ("Binary codes capable of correcting deletions, insertions, and reversals", 1966). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
