package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.Browser;
import dev.gork.testing.Console;
import java.net.URL;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.container.test.api.RunAsClient;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console in a real browser, on the deployed WAR with the demo's handlers. */
@ExtendWith(ArquillianExtension.class)
@RunAsClient
@EnabledIf(
        value = "dev.gork.testing.Browser#installed",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
class ConsoleIT {
    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war().addClass(SecondTry.class);
    }

    @ArquillianResource
    URL base;

    private static Browser browser;

    @BeforeAll
    static void open() {
        browser = new Browser();
    }

    @AfterAll
    static void close() {
        browser.close();
    }

    @BeforeEach
    void visit() {
        browser.visit(root());
    }

    @Test
    void whoIsNotSignedInIsAskedToAndLedBackToWhereTheyWere() {
        browser.open("#/jobs?status=failed");
        browser.signIn("operator", "wrong");
        assertThat(browser.text("#failed")).contains("do not match");
        browser.signIn("operator", "operator");

        assertThat(browser.text("h1")).isEqualTo("Jobs");
        assertThat(browser.path()).isEqualTo("#/jobs?status=failed");

        browser.clickOn("Sign out");
        assertThat(browser.text("button[type=submit]")).isEqualTo("Sign in");
    }

    @Test
    void aFailedJobIsFoundReadRunAgainAndSeenToComplete() {
        String id = create("second-try", "{}", "\"options\": {\"max_retries\": 0}");
        signedIn("operator", "#/jobs?status=failed");

        browser.type("[aria-label='Part of an id']", id.substring(0, 20));
        browser.waitFor("tbody tr .say", "the partner said <b>no</b>");
        browser.clickOn(id);
        browser.waitFor("h1", "failed");
        browser.waitFor(".timeline", "the partner said <b>no</b>");
        browser.clickOn("Run again");

        browser.waitFor("h1", "completed");
        browser.waitFor(".timeline", "Attempt 2 completed");
        browser.waitFor("[aria-label=Result]", "done");
    }

    @Test
    void aQueueIsPausedAndResumed() {
        signedIn("operator", "#/queues?q=lowerize");

        browser.clickOn("Pause lowerize");
        assertThat(browser.text("dialog h2")).isEqualTo("Pause lowerize?");
        browser.clickOn("Pause");
        browser.waitFor("tbody th", "paused");

        String id = create("lowerize", "{\"lowerize_this\": \"LOUD\"}", "\"priority\": 1");
        browser.waitFor("tbody td.n", "1");
        browser.clickOn("Resume lowerize");
        browser.clickOn("Resume");

        browser.open("#/jobs/" + id);
        browser.waitFor("h1", "completed");
        browser.waitFor("[aria-label=Result]", "loud");
    }

    @Test
    void allThatMatchAreCanceledAndTheConfirmationSaysHowMany() {
        String queue = "nobody-" + UUID.randomUUID();
        for (int i = 0; i < 60; i++) {
            create(queue, "{}", "\"priority\": 1");
        }
        signedIn("operator", "#/jobs?queue=" + queue);

        browser.click("[aria-label='Select the page']");
        browser.waitFor(".selection", "50 selected");
        browser.click(".selection .link");
        browser.clickOn("Cancel…");
        browser.waitFor("dialog h2", "Cancel 60 jobs?");
        browser.clickOn("Cancel 60 jobs");

        browser.waitFor(".tray", "60 jobs canceled");
        browser.open("#/jobs?status=canceled&queue=" + queue);
        browser.waitFor("[aria-label=Status] [aria-current]", "60");
    }

    @Test
    void aJobIsCreatedByHandAndEdited() {
        signedIn("operator", "#/create");
        String queue = "nobody-" + UUID.randomUUID();

        browser.type("#queue", queue);
        browser.type("#arguments", "{\"n\": 1,}");
        assertThat(browser.text("#arguments-error")).contains("line 1");
        browser.type("#arguments", "{\"n\": 1}");
        browser.click("button[type=submit]");
        browser.click(".notice.good a");
        browser.waitFor("[aria-label=Arguments]", "\"n\": 1");
        browser.clickOn("Edit…");
        browser.type("#edit-arguments", "{\"n\": 2}");
        browser.clickOn("Save");

        browser.waitFor("[aria-label=Arguments]", "\"n\": 2");
        assertThat(browser.text(".timeline")).contains("Enqueued by operator");
    }

    @Test
    void whatAJobContainsIsShownAsText() {
        String script = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title = 'taken'\">";
        String id =
                create("nobody<b>", "{\"" + escaped(script) + "\": \"" + escaped(script) + "\"}", "\"priority\": 1");
        signedIn("operator", "#/jobs?q=" + id);

        browser.waitFor("tbody tr .say", "<script>");
        browser.clickOn(id);

        browser.waitFor("[aria-label=Arguments]", script.replace("\"", "\\\""));
        assertThat(browser.count("main script, main img")).isZero();
        assertThat(browser.title()).isEqualTo("Job " + id + " · gork");
    }

    @Test
    void aPageIsReloadedAndLeftByTheBackButtonWithItsFilters() {
        signedIn("viewer", "#/jobs?status=completed");
        browser.type("[aria-label='Part of an id']", "no-such-id");
        browser.waitForPath("#/jobs?status=completed&q=no-such-id");
        browser.waitFor(".empty", "No job matches");
        browser.reload();
        browser.waitFor(".empty", "No job matches");
        assertThat(browser.path()).isEqualTo("#/jobs?status=completed&q=no-such-id");
        browser.click("[href='#/nodes']");
        browser.waitFor("h1", "Nodes");
        browser.back();

        browser.waitFor("h1", "Jobs");
        assertThat(browser.path()).isEqualTo("#/jobs?status=completed&q=no-such-id");
    }

    @Test
    void aViewerSeesNothingThatWouldBeRefused() {
        create("nobody", "{}", "\"priority\": 1");
        signedIn("viewer", "#/jobs?queue=nobody");

        browser.text("tbody tr");
        assertThat(browser.text(".foot")).contains("you may look");
        assertThat(browser.count("main .buttons button, main input[type=checkbox], [href='#/create']"))
                .isZero();
        browser.open("#/queues");
        browser.text("tbody tr");
        assertThat(browser.count("main td button")).isZero();
    }

    @Test
    void theKeyboardIsEnough() {
        signedIn("operator", "#/");
        browser.text("h1");

        browser.press("g", "j");
        browser.waitFor("h1", "Jobs");
        browser.press("?");
        assertThat(browser.text("dialog h2")).isEqualTo("Keyboard");
        browser.pressEscape();
        browser.waitUntilGone("dialog");
        browser.press("/");
        browser.press("nothing-like-it");

        browser.waitFor(".empty", "No job matches");
    }

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void noPageKeepsAnybodyOut(String theme) {
        String id = create("increase", "{\"increase_this\": 123}", "\"options\": {\"max_retries\": 0}");
        browser.open("login.html?failed");
        browser.run("localStorage.setItem('gork.theme', '" + theme + "');");
        browser.open("login.html?failed");
        assertThat(browser.violations()).as("login.html").isEmpty();
        browser.signIn("operator", "operator");
        browser.text("h1");

        for (String page : new String[] {
            "#/", "#/queues", "#/queues/increase", "#/jobs", "#/jobs/" + id, "#/nodes", "#/create", "demo.html"
        }) {
            browser.open(page);
            browser.text("h1");
            browser.waitUntilGone(".waiting");
            assertThat(browser.violations()).as(page + " in " + theme).isEmpty();
        }
    }

    @Test
    void theFirstLoadIsBelow300Kilobytes() {
        signedIn("operator", "#/");
        browser.text(".legend");

        Number bytes = (Number) browser.run("""
                await new Promise(resolve => setTimeout(resolve));
                const entries = [...performance.getEntriesByType("resource"), ...performance.getEntriesByType("navigation")];
                return entries.filter(each => !each.name.includes("/api/")).reduce((sum, each) => sum + each.decodedBodySize, 0);""");
        assertThat(bytes.longValue()).isBetween(100_000L, 300_000L);
    }

    private void signedIn(String user, String page) {
        browser.open(page);
        browser.signIn(user, user);
    }

    /** The id of a new job. */
    private String create(String queue, String arguments, String more) {
        String id = UUID.randomUUID().toString();
        HttpResponse<String> answer = new Console(base)
                .post(
                        Console.OPERATOR,
                        "jobs",
                        "{\"id\": \"%s\", \"queue\": \"%s\", \"arguments\": %s, %s}"
                                .formatted(id, queue, arguments, more));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return id;
    }

    private static String escaped(String text) {
        return text.replace("\"", "\\\"");
    }

    private String root() {
        return "http://" + base.getHost() + ":" + base.getPort() + "/gork/";
    }
}
