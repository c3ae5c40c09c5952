package dev.gork.chaos;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The clock of one node, which Debian's faketime sets ahead or back while the node runs, where it is installed. */
final class NodeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path offset;
    private final @Nullable Path library = library();

    /** Told to the node by this file. */
    NodeClock(Path offset) throws IOException {
        this.offset = offset;
        set(Duration.ZERO);
    }

    /** Whether it can be set. */
    static boolean canBeSet() throws IOException {
        return library() != null;
    }

    /**
     * What the node needs in its environment. Elapsed time stays what it is, as on a real machine; and without the last
     * one, each thread of Java's that waits for a time would spin.
     */
    Map<String, String> environment() {
        return library == null
                ? Map.of()
                : Map.of(
                        "LD_PRELOAD", library.toString(),
                        "FAKETIME_TIMESTAMP_FILE", offset.toAbsolutePath().toString(),
                        "FAKETIME_CACHE_DURATION", "1",
                        "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                        "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /** So far from the true time, from within a second on. */
    void set(Duration ahead) throws IOException {
        Files.writeString(offset, "%+d".formatted(ahead.toSeconds()) + "\n");
    }

    private static @Nullable Path library() throws IOException {
        if (!Files.isDirectory(LIBRARIES)) {
            return null;
        }
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(LIBRARIES, "*-linux-*")) {
            for (Path folder : folders) {
                Path library = folder.resolve("faketime/libfaketimeMT.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        return null;
    }
}
