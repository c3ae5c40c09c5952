package dev.gork;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The documents lead where they say, and show what is really there. */
class DocumentsTest {
    private static final Path TUTORIAL = Path.of("src/tutorial");

    private static final Pattern CODE = Pattern.compile("^( *)```\\w*\\n(.*?)^\\1```$", multiline());
    private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("^    (?:public )?void (\\w+)\\(", Pattern.MULTILINE);
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    @Test
    void everyLinkLeadsToAFileAndToAHeadingInIt() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(prose(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(link -> !link.contains(":") && !leadsSomewhere(page, link))
                    .forEach(link -> broken.add(page + ": " + link));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void everyPageIsReachedFromTheReadme() throws IOException {
        Set<Path> linked = LINK.matcher(prose(Path.of("README.md")))
                .results()
                .map(link -> Path.of(link.group(1).replaceFirst("#.*", "")))
                .collect(Collectors.toSet());

        assertThat(linked)
                .containsAll(pages().stream()
                        .filter(page -> !page.equals(Path.of("README.md")))
                        .toList());
    }

    @Test
    void everyTestThatKeepsAPromiseIsThere() throws IOException {
        List<String> named = Pattern.compile("`(\\w+(?:IT|Test)#\\w+)`")
                .matcher(Files.readString(Path.of("docs/testing.md")))
                .results()
                .map(test -> test.group(1))
                .toList();

        assertThat(named).isNotEmpty();
        assertThat(tests()).containsAll(named);
    }

    /** The methods of all test classes, as {@code FooTest#itIsSo}. */
    private static Set<String> tests() {
        Set<String> tests = new HashSet<>();
        for (Path root : List.of(Path.of("src/test/java"), Path.of("arquillian/java"))) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(each -> each.toString().matches(".*(IT|Test)\\.java"))
                        .toList()) {
                    String name = file.getFileName().toString().replace(".java", "");
                    TEST.matcher(Files.readString(file))
                            .results()
                            .forEach(method -> tests.add(name + "#" + method.group(1)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return tests;
    }

    @Test
    void theTutorialShowsTheVeryFilesOfItsProject() throws IOException {
        Map<String, String> shown = Pattern.compile("^`([\\w./]+)`:\\n\\n```\\w+\\n(.*?)^```$", multiline())
                .matcher(Files.readString(Path.of("docs/first-job.md")))
                .results()
                .collect(toMap(file -> file.group(1), file -> file.group(2)));

        assertThat(shown).isEqualTo(project());
    }

    @Test
    void theFirstJobInShortIsTakenFromTheTutorial() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        String inShort = readme.substring(readme.indexOf("## A first job"), readme.indexOf("## The options"));
        List<String> files =
                project().values().stream().map(DocumentsTest::unindented).toList();

        assertThat(CODE.matcher(inShort).results().map(code -> unindented(code.group(2))))
                .isNotEmpty()
                .allSatisfy(code -> assertThat(files).anyMatch(file -> file.contains(code)));
    }

    @ParameterizedTest
    @CsvSource({
        "src/tutorial/pom.xml, gork, <artifactId>gork</artifactId>\\s+<version>",
        "src/tutorial/pom.xml, openliberty-runtime, <liberty.version>",
        "src/tutorial/pom.xml, h2, <h2.version>",
        "docs/operating.md, postgresql, <postgresql.version>"
    })
    void whatIsToBeCopiedHasTheVersionsOfTheBuild(Path file, String artifact, String inTheBuild) {
        assertThat(valueAfter("<artifactId>" + artifact + "</artifactId>\\s+<version>", file))
                .isEqualTo(valueAfter(inTheBuild, Path.of("pom.xml")));
    }

    private static Map<String, String> project() throws IOException {
        try (Stream<Path> sources = Files.walk(TUTORIAL.resolve("src"))) {
            return Stream.concat(Stream.of(TUTORIAL.resolve("pom.xml")), sources.filter(Files::isRegularFile))
                    .collect(toMap(file -> TUTORIAL.relativize(file).toString(), DocumentsTest::read));
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> root = Files.list(Path.of(""));
                Stream<Path> docs = Files.list(Path.of("docs"))) {
            return Stream.concat(root, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList();
        }
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty()
                ? page
                : Objects.requireNonNullElse(page.getParent(), Path.of(""))
                        .resolve(parts[0])
                        .normalize();
        return Files.exists(target) && (parts.length == 1 || anchors(target).contains(parts[1]));
    }

    /** The anchors that GitHub gives to the headings of a page. */
    private static Set<String> anchors(Path page) {
        return HEADING.matcher(prose(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    private static String prose(Path page) {
        return CODE.matcher(read(page)).replaceAll("");
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }

    private static String valueAfter(String tags, Path file) {
        Matcher found = Pattern.compile(tags + "([^<]+)<").matcher(read(file));
        assertThat(found.find()).as(tags + " in " + file).isTrue();
        return found.group(1);
    }

    private static int multiline() {
        return Pattern.MULTILINE | Pattern.DOTALL;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
