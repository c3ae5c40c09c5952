package dev.gork.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files of DDL: the same ones for each database, and as they are from their release on. */
class SchemaFilesTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/gork/database");

    /** The SHA-256 of each released file; none has been. A release adds its own, which the failing test tells. */
    private static final Map<String, String> RELEASED = Map.of();

    @ParameterizedTest
    @MethodSource("databases")
    void eachDatabaseHasEveryFileAndNoOther(String database) throws IOException {
        assertThat(files(FOLDER.resolve(database)))
                .extracting(file -> file.getFileName().toString())
                .containsExactlyElementsOf(SchemaFiles.NAMES);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachFileIsTheNextVersionAndNotesItsNumberItself(String database) {
        for (int version = 1; version <= SchemaFiles.version(); version++) {
            assertThat(SchemaFiles.NAMES.get(version - 1)).matches("0{0,2}" + version + "_[a-z_]+\\.sql");
            List<String> statements = SchemaFiles.statements(database, version);
            assertThat(statements.get(statements.size() - 1))
                    .contains("INSERT INTO gork_schema (version) SELECT " + version + " WHERE NOT EXISTS");
        }
    }

    @Test
    void eachDatabaseHasTheSameTables() throws IOException {
        assertThat(SchemaFiles.tables("postgresql")).contains("jobs", "gork_schema");
        assertThat(databases())
                .allSatisfy(database ->
                        assertThat(SchemaFiles.tables(database)).isEqualTo(SchemaFiles.tables("postgresql")));
    }

    @Test
    void aFunctionsBodyFitsIntoAStatement() {
        String function = """
                CREATE FUNCTION f() RETURNS trigger AS $$
                BEGIN
                    x := 1;
                    RETURN NEW;
                END
                $$ LANGUAGE plpgsql;""";

        assertThat(SchemaFiles.split("-- Two.\n\nDROP TABLE a; \n\n" + function + "\n\n\nDROP TABLE b;\n"))
                .satisfiesExactly(
                        first -> assertThat(first).endsWith("DROP TABLE a;"),
                        second -> assertThat(second).isEqualTo(function),
                        third -> assertThat(third).endsWith("DROP TABLE b;"));
        assertThat(SchemaFiles.split("DROP TABLE a;\r\n\r\nDROP TABLE b;")).hasSize(2);
    }

    @Test
    void aReleasedFileNeverChanges() throws Exception {
        assertThat(changed(FOLDER, RELEASED))
                .as("databases have them already: undo the change, and write a file that follows")
                .isEmpty();
    }

    @Test
    void aReleaseFreezesItsFiles() throws Exception {
        boolean released = !Files.readString(Path.of("pom.xml"))
                .lines()
                .filter(line -> line.contains("<version>"))
                .findFirst()
                .orElseThrow()
                .contains("-SNAPSHOT");
        if (released) {
            assertThat(RELEASED).isEqualTo(hashes(FOLDER));
        }
    }

    @Test
    void aChangeOfAFrozenFileIsNoticed(@TempDir Path folder) throws Exception {
        Path file = Files.createDirectory(folder.resolve("postgresql")).resolve("001_jobs.sql");
        Files.writeString(file, "CREATE TABLE jobs ();\n");
        Map<String, String> frozen = hashes(folder);
        assertThat(changed(folder, frozen)).isEmpty();

        Files.writeString(file, "CREATE TABLE jobs (id integer);\n");
        assertThat(changed(folder, frozen)).containsExactly("postgresql/001_jobs.sql");
        Files.delete(file);
        assertThat(changed(folder, frozen)).containsExactly("postgresql/001_jobs.sql");
    }

    private static List<String> changed(Path folder, Map<String, String> frozen) throws Exception {
        Map<String, String> current = hashes(folder);
        return frozen.entrySet().stream()
                .filter(file -> !Objects.equals(current.get(file.getKey()), file.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    private static Map<String, String> hashes(Path folder) throws IOException, GeneralSecurityException {
        Map<String, String> hashes = new TreeMap<>();
        for (Path database : files(folder)) {
            for (Path file : files(database)) {
                byte[] text = Files.readString(file).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
                hashes.put(
                        database.getFileName() + "/" + file.getFileName(),
                        HexFormat.of()
                                .formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
            }
        }
        return hashes;
    }

    private static List<String> databases() throws IOException {
        return files(FOLDER).stream().map(path -> path.getFileName().toString()).toList();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
