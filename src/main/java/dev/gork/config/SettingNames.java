package dev.gork.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Finds settings that nobody reads, and guesses which one was meant. */
public final class SettingNames {
    /** More changed letters than this, and it is another word. */
    private static final int MAX_DISTANCE = 3;

    private SettingNames() {}

    /**
     * Warnings for keys under {@code gork.} that are no setting.
     *
     * @param names all property names; environment variables have no dots and so are never among those checked
     * @param queues the queues that this node serves
     */
    public static List<String> warnings(Iterable<String> names, Collection<String> queues) {
        Set<String> known = new TreeSet<>();
        Settings.ALL.forEach(setting -> known.add(setting.key()));
        Settings.PER_QUEUE.forEach(setting -> known.add("gork.queue-defaults." + setting.key()));
        List<String> warnings = new ArrayList<>();
        for (String name : new TreeSet<>(toSet(names))) {
            if (name.startsWith(Settings.QUEUE_PREFIX)) {
                checkQueueKey(name, queues).ifPresent(warnings::add);
            } else if (name.startsWith("gork.") && !known.contains(name)) {
                warnings.add("Unknown setting " + name
                        + guess(name, known)
                                .map(k -> ", did you mean " + k + "?")
                                .orElse(""));
            }
        }
        return warnings;
    }

    private static Optional<String> checkQueueKey(String name, Collection<String> queues) {
        int dot = name.lastIndexOf('.');
        String queue = dot < Settings.QUEUE_PREFIX.length() ? "" : name.substring(Settings.QUEUE_PREFIX.length(), dot);
        String key = name.substring(dot + 1);
        List<String> keys = Settings.PER_QUEUE.stream().map(Setting::key).toList();
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

    private static Set<String> toSet(Iterable<String> names) {
        Set<String> set = new TreeSet<>();
        names.forEach(set::add);
        return set;
    }
}
