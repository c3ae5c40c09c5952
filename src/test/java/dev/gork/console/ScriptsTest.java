package dev.gork.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gork.testing.Browser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.condition.EnabledIf;

/** The console's modules that draw nothing, each tested by a script beside this class's own, in the real browser. */
@EnabledIf(
        value = "dev.gork.testing.Browser#installed",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
class ScriptsTest {
    private static final Path CONSOLE = Path.of("src/main/webapp");
    private static final Path TESTS = Path.of("src/test/js");

    /** In place of the view library: modules that draw nothing take names from it, and call none of them. */
    private static final String PAGE = """
            <!doctype html>
            <script>window.preact = {}; window.preactHooks = {}; window.htm = () => {};</script>""";

    private static HttpServer server;
    private static Browser browser;

    @BeforeAll
    static void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", ScriptsTest::answer);
        server.start();
        browser = new Browser();
        browser.visit("http://localhost:" + server.getAddress().getPort() + "/");
        browser.open("");
    }

    @AfterAll
    static void close() {
        browser.close();
        server.stop(0);
    }

    @TestFactory
    Stream<DynamicTest> theModulesThatDrawNothing() throws IOException {
        try (Stream<Path> files = Files.list(TESTS)) {
            List<String> scripts = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".test.js"))
                    .sorted()
                    .toList();
            assertThat(scripts).isNotEmpty();
            return run(scripts).stream()
                    .map(result -> DynamicTest.dynamicTest((String) result.get("name"), () -> {
                        assertThat(result.get("failure")).isNull();
                    }));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> run(List<String> scripts) {
        StringBuilder all = new StringBuilder("const { results } = await import('/tests/testing.js');");
        scripts.forEach(
                script -> all.append("await import('/tests/").append(script).append("');"));
        Object results = browser.run(all + "return results;");
        assertThat(results).as("what the scripts came to").isInstanceOf(List.class);
        return (List<Map<String, Object>>) results;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        byte[] body = path.equals("/") ? PAGE.getBytes(StandardCharsets.UTF_8) : Files.readAllBytes(file(path));
        exchange.getResponseHeaders().set("Content-Type", path.endsWith(".js") ? "text/javascript" : "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Path file(String path) {
        return path.startsWith("/tests/")
                ? TESTS.resolve(path.substring("/tests/".length()))
                : CONSOLE.resolve(path.substring(1));
    }
}
