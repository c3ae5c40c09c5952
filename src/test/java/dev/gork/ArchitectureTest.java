package dev.gork;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.gork.log.SafeLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A package knows only what lies below it. */
@AnalyzeClasses(packages = "dev.gork", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final Path HOUSE_RULES = Path.of("CONTRIBUTING.md");

    /** Of more, a package is hardly one idea. */
    private static final int MAX_FILES = 20;

    /** The public API. */
    private static final Set<String> LARGER = Set.of("");

    /** What each package may use of ours, beside the root and log, by the table of the house rules. */
    private static final Map<String, Set<String>> MAY_USE = mayUse();

    private static Map<String, Set<String>> mayUse() {
        Pattern row = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\|[^|\\n]*\\|([^|\\n]*)\\|$");
        try {
            String table =
                    Files.readString(HOUSE_RULES).split("\n## Packages\n")[1].split("\n## ")[0];
            return row.matcher(table)
                    .results()
                    .filter(each -> !each.group(1).equals("dev.gork"))
                    .collect(Collectors.toMap(each -> each.group(1), each -> names(each.group(2))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> names(String cell) {
        return Pattern.compile("`([a-z0-9.]+)`")
                .matcher(cell)
                .results()
                .map(name -> name.group(1))
                .collect(Collectors.toSet());
    }

    /** The library in the WAR that verifies tokens: one package uses it, and none of the core jar's may. */
    private static final String TOKEN_LIBRARY = "com.nimbusds.jose..";

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.gork.(**)").should().beFreeOfCycles();

    /** So that whoever reads the table reads it in the order in which the packages lie on each other. */
    @Test
    void aPackageStandsBelowAllThatItUses() throws IOException {
        List<String> order = Pattern.compile("(?m)^\\| `([a-z0-9.]+)` \\|")
                .matcher(Files.readString(HOUSE_RULES))
                .results()
                .map(each -> each.group(1))
                .toList();
        MAY_USE.forEach((name, uses) -> assertThat(order.subList(0, order.indexOf(name)))
                .as("the rows above that of %s", name)
                .containsAll(uses));
    }

    @Test
    void aPackageIsOneIdea() throws IOException {
        Path root = Path.of("src/main/java/dev/gork");
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, Long> sizes = files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                    .filter(name -> !LARGER.contains(name))
                    .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
            assertThat(sizes)
                    .isNotEmpty()
                    .allSatisfy((name, size) ->
                            assertThat(size).as("files in %s", name).isLessThanOrEqualTo(MAX_FILES));
        }
    }

    @ArchTest
    static final ArchRule THE_ROOT_KNOWS_NOTHING_BELOW_IT = classes()
            .that()
            .resideInAPackage("dev.gork")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.gork", "java..", "jakarta.enterprise..", "jakarta.inject..", "org.jspecify..");

    @ArchTest
    static void everyPackageUsesOnlyWhatItMay(com.tngtech.archunit.core.domain.JavaClasses all) {
        MAY_USE.forEach((name, below) -> classes()
                .that()
                .resideInAPackage("dev.gork." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(
                                        "dev.gork",
                                        "dev.gork.log",
                                        "dev.gork." + name,
                                        "java..",
                                        "javax.sql..",
                                        "javax.security.auth..",
                                        "jakarta..",
                                        "org.jspecify..",
                                        "org.eclipse.microprofile..",
                                        name.equals("console.security") ? TOKEN_LIBRARY : "java.."),
                                below.stream().map(other -> "dev.gork." + other))
                        .toArray(String[]::new))
                .check(all));
    }

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_IN_THE_TABLE = classes()
            .that()
            .resideInAPackage("dev.gork..")
            .should()
            .resideInAnyPackage(Stream.concat(
                            Stream.of("dev.gork"), MAY_USE.keySet().stream().map(name -> "dev.gork." + name))
                    .toArray(String[]::new));

    /** On a server that speaks Persian or Turkish, these would write other digits and letters into SQL, JSON and keys. */
    @ArchTest
    static final ArchRule NOTHING_GOES_BY_THE_SERVERS_LANGUAGE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.gork.log") // a log is read by people
            .should()
            .callMethod(String.class, "toLowerCase")
            .orShould()
            .callMethod(String.class, "toUpperCase")
            .orShould()
            .callMethod(String.class, "format", String.class, Object[].class)
            .orShould()
            .callMethod(Locale.class, "getDefault")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(java.text.Format.class)
            .because("what other programs read must not depend on it; give Locale.ROOT");

    /** {@code %s} writes a number as everywhere else, and {@code %x}; the others write the digits of a language. */
    @Test
    void numbersAreFormattedAsTexts() throws IOException {
        Pattern byLanguage = Pattern.compile("%(\\d+\\$)?[-#+ 0,(<]*\\d*(\\.\\d+)?[a-zA-Z&&[^snx]]");
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                String source = Files.readString(file);
                if (source.contains(".formatted(")) {
                    assertThat(byLanguage
                                    .matcher(source)
                                    .results()
                                    .map(MatchResult::group)
                                    .toList())
                            .as("conversions in %s that go by the server's language", file)
                            .isEmpty();
                }
            }
        }
    }

    @ArchTest
    static final ArchRule EVERY_LINE_OF_THE_LOG_IS_SAFE = noClasses()
            .that()
            .doNotBelongToAnyOf(SafeLog.class)
            .and()
            .resideOutsideOfPackage("dev.gork.demo..")
            .should()
            .callMethod(System.class, "getLogger", String.class)
            .orShould()
            .callMethod(java.util.logging.Logger.class, "getLogger", String.class)
            .because("ids, queues and errors come from outside: log by SafeLog.of");

    @ArchTest
    static final ArchRule NO_BARE_EXCEPTIONS = noClasses()
            .that()
            .areNotAssignableTo(GorkException.class)
            .should()
            .callConstructorWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                    com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner(
                            com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo(
                                    RuntimeException.class))))
            .because("an exception of its own, or of the platform's, says what went wrong");
}
