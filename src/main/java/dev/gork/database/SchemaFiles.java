package dev.gork.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The files of DDL: numbered, the same names for each kind of database, in a folder that is called after it. The first is
 * version 1, and the last one is the version that this code works with.
 */
final class SchemaFiles {
    /** All of them, in order. One that was released never changes again: what it lacks goes into another one. */
    static final List<String> NAMES = List.of("001_jobs.sql");

    /** A blank line after a semicolon. A semicolon alone may be within a function's body. */
    private static final Pattern END_OF_STATEMENT = Pattern.compile("(?<=;)[ \\t]*\\R[ \\t]*(\\R|\\z)");

    private static final Pattern TABLE = Pattern.compile("CREATE TABLE IF NOT EXISTS (\\w+)");

    private SchemaFiles() {}

    /** The version that this code works with. */
    static int version() {
        return NAMES.size();
    }

    /** All the tables of that version. */
    static Set<String> tables(String database) {
        return NAMES.stream()
                .flatMap(file -> TABLE.matcher(read(database, file)).results())
                .map(MatchResult::group)
                .map(create -> create.substring(create.lastIndexOf(' ') + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What brings the tables to a version from the one before. */
    static List<String> statements(String database, int version) {
        return split(read(database, NAMES.get(version - 1)));
    }

    static List<String> split(String file) {
        return END_OF_STATEMENT
                .splitAsStream(file)
                .filter(statement -> !statement.isBlank())
                .toList();
    }

    private static String read(String database, String name) {
        String file = database + "/" + name;
        try (InputStream in = SchemaFiles.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("The core jar lacks " + file);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("The core jar's " + file + " is unreadable", e);
        }
    }
}
