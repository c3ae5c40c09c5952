package dev.gork.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The console's files: what a strict Content-Security-Policy asks of them, and that they bring all that they name. */
class PageFilesTest {
    private static final List<Path> ROOTS = List.of(Path.of("src/main/webapp"), Path.of("src/demo/webapp"));
    private static final Pattern LIBRARY = Pattern.compile("(?:webjars|_static)/[\\w./-]+\\.js");
    private static final int MOST = 300_000;

    @Test
    void everyLibraryThatThePageNamesIsInTheWar() throws IOException {
        Set<String> named = libraries();

        assertThat(named).hasSize(3);
        for (String library : named) {
            assertThat(getClass().getResource("/META-INF/resources/" + library))
                    .as(library)
                    .isNotNull();
        }
        assertThat(getClass().getResource(chart("uPlot.iife.min.js"))).isNotNull();
        assertThat(getClass().getResource(chart("uPlot.min.css"))).isNotNull();
    }

    @Test
    void noFileNeedsInlineCodeOrInlineStyle() throws IOException {
        for (Path file : files(".html", ".js")) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContainPattern("<script(?![^>]*\\ssrc=)")
                    .doesNotContain("<style", " style=", "javascript:", "eval(", "new Function")
                    .doesNotContainPattern("\\son[a-z]+=\"");
        }
    }

    @Test
    void everyPageIsInTheListThatLeadsToIt() throws IOException {
        Path pages = ROOTS.get(0).resolve("js/pages");
        String list = Files.readString(pages.resolve("index.js"));
        try (Stream<Path> files = Files.list(pages)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(file -> !file.equals("index.js")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(list).contains("from \"./" + file + "\""));
        }
    }

    /** Promise 14: what jobs contain is shown as text. */
    @Test
    void noScriptPutsTextIntoThePageAsHtml() throws IOException {
        for (Path file : files(".js")) {
            assertThat(Files.readString(file))
                    .as(file.toString())
                    .doesNotContain(
                            "innerHTML",
                            "outerHTML",
                            "insertAdjacentHTML",
                            "dangerouslySetInnerHTML",
                            "document.write",
                            "createContextualFragment",
                            "DOMParser");
        }
    }

    @Test
    void allThatAFirstVisitLoadsIsBelow300Kilobytes() throws IOException {
        long bytes = 0;
        for (Path file : files(".html", ".js", ".css", ".svg")) {
            bytes += Files.size(file);
        }
        for (String library : libraries()) {
            bytes += size("/META-INF/resources/" + library);
        }
        bytes += size(chart("uPlot.iife.min.js")) + size(chart("uPlot.min.css"));

        assertThat(bytes).isLessThan(MOST);
    }

    private static String chart(String file) throws IOException {
        String source = Files.readString(ROOTS.get(0).resolve("js/lib/uplot.js"));
        MatchResult folder = Pattern.compile("webjars/uplot/[\\w./-]+/")
                .matcher(source)
                .results()
                .findFirst()
                .orElseThrow();
        return "/META-INF/resources/" + folder.group() + file;
    }

    private static Set<String> libraries() throws IOException {
        return LIBRARY.matcher(Files.readString(ROOTS.get(0).resolve("index.html")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());
    }

    private static long size(String resource) throws IOException {
        try (InputStream content = PageFilesTest.class.getResourceAsStream(resource)) {
            return content.readAllBytes().length;
        }
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> main = Files.walk(ROOTS.get(0));
                Stream<Path> demo = Files.walk(ROOTS.get(1))) {
            return Stream.concat(main, demo)
                    .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
                    .toList();
        }
    }
}
