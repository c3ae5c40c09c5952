package dev.gork;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A package knows only what lies below it. */
@AnalyzeClasses(packages = "dev.gork", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    /** What each package may import of ours, beside the root. */
    private static final Map<String, List<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("config", List.of()),
            Map.entry("concurrent", List.of("config")),
            Map.entry("handler", List.of("config")),
            Map.entry("store", List.of("config", "concurrent")),
            Map.entry("enqueue", List.of("config", "store")),
            Map.entry("engine", List.of("config", "concurrent", "handler", "store")),
            Map.entry("maintenance", List.of("config", "concurrent", "handler", "store")),
            Map.entry("metrics", List.of("config", "engine", "handler", "store")),
            Map.entry("health", List.of("config", "concurrent", "store", "engine")),
            Map.entry("console", List.of("config", "concurrent", "store", "console.security")),
            Map.entry("console.security", List.of("config")));

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("dev.gork.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule THE_ROOT_KNOWS_NOTHING_BELOW_IT = classes()
            .that()
            .resideInAPackage("dev.gork")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.gork", "java..", "jakarta.enterprise..", "jakarta.inject..", "org.jspecify..");

    @ArchTest
    static void everyPackageImportsOnlyWhatItMay(com.tngtech.archunit.core.domain.JavaClasses all) {
        MAY_IMPORT.forEach((name, below) -> classes()
                .that()
                .resideInAPackage("dev.gork." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(
                                        "dev.gork",
                                        "dev.gork." + name,
                                        "java..",
                                        "javax.sql..",
                                        "javax.security.auth..",
                                        "jakarta..",
                                        "org.jspecify..",
                                        "org.eclipse.microprofile.."),
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
                            Stream.of("dev.gork"), MAY_IMPORT.keySet().stream().map(name -> "dev.gork." + name))
                    .toArray(String[]::new));

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
