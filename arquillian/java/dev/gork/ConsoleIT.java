package dev.gork;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gork.testing.AnyDatabase;
import dev.gork.testing.Browser;
import dev.gork.testing.Console;
import dev.gork.testing.SqlServlet;
import dev.gork.testing.Wait;
import java.net.URL;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
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
@AnyDatabase
@RunAsClient
@EnabledIf(
        value = "dev.gork.testing.Browser#installed",
        disabledReason = "no /usr/bin/chromium and /usr/bin/chromedriver: install chromium and chromium-driver")
class ConsoleIT {
    @Deployment(testable = false)
    static WebArchive war() {
        return Console.war().addClass(SecondTry.class).addClass(SqlServlet.class);
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

        // Not from 0 to 1: a busy database has what is due estimated, by counts that other applications took part in.
        String before = browser.text("tbody td.n");
        String id = create("lowerize", "{\"lowerize_this\": \"LOUD\"}", "\"priority\": 1");
        Wait.until("it is counted", () -> !browser.text("tbody td.n").equals(before));
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

    @ParameterizedTest
    @ValueSource(strings = {"count", "..", "orders/", "a;b?c#d%", "größe "})
    void aJobIsOpenedAndActedOnWhateverItsId(String beginning) {
        String id = beginning.equals("..") || beginning.equals("count") ? beginning : beginning + UUID.randomUUID();
        create("nobody", "{}", "\"id\": \"" + id + "\"");
        signedIn("operator", "#/jobs?queue=nobody&q=" + URLEncoder.encode(id, StandardCharsets.UTF_8));

        browser.clickOn(id);
        browser.waitFor("h1", "scheduled");
        browser.clickOn("Cancel");
        browser.waitFor("h1", "canceled");
        browser.clickOn("Delete…");
        browser.clickOn("Delete");
        browser.waitForPath("#/jobs?queue=nobody");
    }

    private static final String NUMBERS = "{\"order\":9007199254740993,\"id\":1970670598291982290,\"price\":1.10}";

    @Test
    void numbersAreShownCopiedAndEditedAsTheyAreStored() {
        String id = create("nobody", NUMBERS, "\"priority\": 1");
        signedIn("operator", "#/jobs/" + id);

        browser.waitFor("[aria-label=Arguments]", "9007199254740993");
        assertThat(browser.text("[aria-label=Arguments]")).contains("1970670598291982290", "\"price\": 1.10");
        browser.run(
                "Object.defineProperty(navigator, 'clipboard', { value: { writeText: text => (window.copied = text) } });");
        browser.clickOn("Copy as JSON");
        assertThat((String) browser.run("return window.copied;"))
                .contains("9007199254740993", "1970670598291982290", "1.10");

        browser.clickOn("Edit…");
        browser.type("#edit-priority", "7");
        browser.append("#edit-arguments", " ");
        browser.clickOn("Save");

        browser.waitFor(".facts-list", "Priority\n7");
        assertThat(stored(id)).isEqualTo(stored(NUMBERS, id));
    }

    @Test
    void aJobThatIsCreatedAlikeHasTheSameNumbersAndOptions() {
        String id =
                create("nobody", NUMBERS, "\"priority\": -3, \"options\": {\"max_retries\": 0, \"retry_interval\": 0}");
        String copy = UUID.randomUUID().toString();
        signedIn("operator", "#/jobs/" + id);

        browser.waitFor(".facts-list", "0, 0 ms apart");
        browser.clickOn("Duplicate");
        browser.waitUntil("#interval", "0");
        browser.type("#id", copy);
        browser.click("button[type=submit]");
        browser.waitFor(".notice.good", copy);

        assertThat(stored(copy)).isEqualTo(stored(NUMBERS, copy));
        assertThat(new Console(base)
                        .sql("SELECT CAST(options AS varchar) FROM jobs WHERE id = '" + copy + "'")
                        .replace(" ", ""))
                .contains("\"max_retries\":0", "\"retry_interval\":0");
        assertThat(new Console(base).sql("SELECT priority FROM jobs WHERE id = '" + copy + "'"))
                .isEqualTo("-3");
    }

    /** The browser's clock is ten minutes ahead. */
    @Test
    void aJobIsDueInAWhileWhateverTheBrowsersClockSays() {
        String id = UUID.randomUUID().toString();
        signedIn("operator", "#/create?queue=nobody");
        browser.text("#id-hint");
        browser.run("const now = Date.now; Date.now = () => now() + 600000;");

        browser.type("#id", id);
        browser.click("input[value=in]");
        browser.type("#in", "60");
        browser.click("button[type=submit]");
        browser.waitFor(".notice.good", id);

        assertThat(new Console(base)
                        .sql(
                                "SELECT CASE WHEN scheduled_at < created_at + INTERVAL '5' MINUTE THEN 'soon' ELSE 'late' END"
                                        + " FROM jobs WHERE id = '" + id + "'"))
                .isEqualTo("soon");
    }

    @Test
    void aTimeThatNoBrowserKnowsMakesNoPageFail() {
        String queue = "nobody-" + UUID.randomUUID();
        String id = create(queue, "{}", "\"priority\": 1");
        Console console = new Console(base);
        console.sql("UPDATE jobs SET scheduled_at = '%s' WHERE id = '%s'"
                .formatted(console.isPostgres() ? "-infinity" : "-999999999-01-02 00:00:00+00", id));
        signedIn("viewer", "#/jobs?queue=" + queue);

        browser.waitFor("tbody tr .when", "over 100 years ago");
        browser.clickOn(id);
        browser.waitFor(".facts-list", "over 100 years ago");
        browser.open("#/queues/" + queue);
        browser.waitFor("h1", queue);
        browser.waitFor(".figures", "oldest");
        assertThat(browser.count(".notice.bad")).isZero();
    }

    @Test
    void ofManyAttemptsTheLatestAreShownFirst() {
        String id = create("nobody", "{}", "\"priority\": 1");
        Console console = new Console(base);
        console.sql("""
                INSERT INTO gork_attempts (job, claim, started_at, ended_at, outcome, error)
                SELECT '%s', n, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, 'retried', 'error ' || n FROM %s""".formatted(
                id, console.isPostgres() ? "generate_series(1, 1501) AS s (n)" : "SYSTEM_RANGE(1, 1501) AS s (n)"));
        signedIn("viewer", "#/jobs/" + id);

        browser.waitFor(".timeline", "The latest 100 of 1,501 attempts");
        assertThat(browser.text(".timeline li.bad")).contains("Attempt 1501", "error 1501");
        assertThat(browser.text(".timeline")).contains("Attempt 1402").doesNotContain("Attempt 1401");
    }

    @Test
    void aLongPayloadIsShortInTheListAndWholeOnItsOwnPage() {
        String queue = "nobody-" + UUID.randomUUID();
        String id = create(queue, "{\"text\": \"" + "x".repeat(200_000) + "END\"}", "\"priority\": 1");
        signedIn("operator", "#/jobs?queue=" + queue);

        browser.waitFor("tbody tr .say", "xxx…");
        browser.clickOn(id);
        browser.waitFor("[aria-label=Arguments]", "xxxEND");
        browser.clickOn("Cancel");
        browser.waitFor("h1", "canceled");
        browser.waitFor("[aria-label=Arguments]", "xxxEND");
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

    @Test
    void noPageKeepsAnybodyOut() {
        eachPage("light", browser::violations);
    }

    /** Colours are all that a theme changes. */
    @Test
    void noPageKeepsAnybodyOutInTheDark() {
        eachPage("dark", browser::violationsOfContrast);
    }

    /** A few rows of each list, for all rows are alike, and the other tests have left hundreds. */
    private void eachPage(String theme, Supplier<List<String>> violations) {
        String id = create("increase", "{\"increase_this\": 123}", "\"options\": {\"max_retries\": 0}");
        browser.open("login.html?failed");
        browser.run("localStorage.setItem('gork.theme', '" + theme + "');");
        browser.open("login.html?failed");
        assertThat(violations.get()).as("login.html").isEmpty();
        browser.signIn("operator", "operator");
        browser.text("h1");

        for (String page : List.of(
                "#/",
                "#/queues?q=increase",
                "#/queues/increase",
                "#/jobs?queue=increase",
                "#/jobs/" + id,
                "#/nodes",
                "#/create",
                "demo.html")) {
            browser.open(page);
            browser.text("h1");
            browser.waitUntilGone(".waiting");
            assertThat(violations.get()).as(page + " in " + theme).isEmpty();
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

    private String stored(String id) {
        return new Console(base)
                .sql("SELECT CAST(arguments AS varchar) FROM jobs WHERE id = '" + id + "'")
                .replaceAll("\\s", "");
    }

    /** The same arguments as this database keeps them. */
    private String stored(String arguments, String id) {
        Console console = new Console(base);
        String json = console.isPostgres() ? "CAST(CAST('%s' AS jsonb) AS varchar)" : "'%s'";
        return console.sql(("SELECT " + json + " FROM jobs WHERE id = '%s'").formatted(arguments, id))
                .replaceAll("\\s", "");
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
