package dev.gork.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.openqa.selenium.By;
import org.openqa.selenium.ElementClickInterceptedException;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The machine's own Chromium without a window. */
public final class Browser implements AutoCloseable {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    private final ChromeDriver driver;
    private String root = "";

    public Browser() {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM.toFile());
        options.addArguments(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                "--window-size=1280,900");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .usingAnyFreePort()
                .build();
        driver = new ChromeDriver(service, options);
    }

    /** Whether there is a browser: the tests that need one are skipped where there is none. */
    public static boolean installed() {
        return Files.isExecutable(CHROMIUM) && Files.isExecutable(DRIVER);
    }

    /**
     * Makes it as good as new: nobody is signed in, nothing is kept.
     *
     * @param root what every address begins with, such as {@code http://localhost:9080/gork/}
     */
    public void visit(String root) {
        this.root = root;
        driver.get("about:blank");
        driver.executeCdpCommand("Network.clearBrowserCookies", Map.of());
        driver.executeCdpCommand("Storage.clearDataForOrigin", Map.of("origin", root, "storageTypes", "all"));
    }

    /** Opens an address below the root, afresh. */
    public Browser open(String path) {
        driver.get("about:blank");
        driver.get(root + path);
        return this;
    }

    public void reload() {
        driver.navigate().refresh();
    }

    public void back() {
        driver.navigate().back();
    }

    /** The address without the root. */
    public String path() {
        return driver.getCurrentUrl().substring(root.length());
    }

    public void waitForPath(String path) {
        Wait.value("the address is " + path, this::path, path::equals);
    }

    public String title() {
        return driver.getTitle();
    }

    /** Fills in the sign-in page that is open. */
    public void signIn(String user, String password) {
        type("#username", user);
        type("#password", password);
        click("button[type=submit]");
    }

    /**
     * Types over what stands in the field, with keys only: WebDriver's own "clear" tells a page nothing, and the next
     * event that draws the page puts back what was cleared.
     */
    public void type(String css, String text) {
        find(css).sendKeys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE, text);
    }

    /** Types at the end of what stands in the field. */
    public void append(String css, String text) {
        find(css).sendKeys(Keys.chord(Keys.CONTROL, Keys.END), text);
    }

    /** Waits until the field has this value. */
    public void waitUntil(String css, String value) {
        Wait.until(
                css + " is '" + value + "'",
                () -> value.equals(driver.executeScript("return document.querySelector(arguments[0])?.value", css)));
    }

    /** Presses keys wherever the focus is. */
    public void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    public void pressEscape() {
        press(Keys.ESCAPE);
    }

    public void click(String css) {
        find(css).click();
    }

    /** Clicks the button or link with this text, or with this name for those who cannot see it. */
    public void clickOn(String name) {
        Wait.until("'" + name + "' can be clicked", () -> {
            try {
                return named(name).stream()
                        .filter(element -> element.isDisplayed() && element.isEnabled())
                        .findFirst()
                        .map(element -> {
                            element.click();
                            return true;
                        })
                        .orElse(false);
            } catch (StaleElementReferenceException | ElementClickInterceptedException drawnAgainOrBehindADialog) {
                return false;
            }
        });
    }

    /** In a dialog, if one is open. Asked in one go, for a page may have hundreds. */
    @SuppressWarnings("unchecked")
    private List<WebElement> named(String name) {
        return (List<WebElement>) driver.executeScript("""
                const inDialog = [...document.querySelectorAll("dialog[open] button")];
                const all = inDialog.length > 0 ? inDialog : [...document.querySelectorAll("button, a")];
                return all.filter(each => arguments[0] === (each.getAttribute("aria-label") ?? each.innerText).trim()
                    || arguments[0] === each.innerText.trim());""", name);
    }

    /** What stands there, as soon as there is something. */
    public String text(String css) {
        return Wait.value(css + " is there", () -> now(css), text -> !text.isEmpty());
    }

    /** Waits until it says this. */
    public void waitFor(String css, String part) {
        Wait.value(css + " says '" + part + "'", () -> now(css), text -> text.contains(part));
    }

    /** Waits until it says nothing, or is not there. */
    public void waitUntilGone(String css) {
        Wait.value(css + " is gone", () -> now(css), String::isEmpty);
    }

    public int count(String css) {
        return driver.findElements(By.cssSelector(css)).size();
    }

    /** What a script returns; a promise is waited for. */
    public Object run(String script) {
        return driver.executeAsyncScript("const done = arguments[arguments.length - 1];" + "(async () => {" + script
                + "})().then(done, failure => done('failed: ' + failure));");
    }

    /** What keeps people out of the page that is open, by axe-core: nothing, if all is well. */
    public List<String> violations() {
        return violations("{}");
    }

    /** The same, of its colours alone. */
    public List<String> violationsOfContrast() {
        return violations("{ runOnly: ['color-contrast'] }");
    }

    @SuppressWarnings("unchecked")
    private List<String> violations(String options) {
        driver.executeScript(axe());
        return (List<String>) run("""
                const result = await axe.run(document, { resultTypes: ["violations"], ...%s });
                return result.violations.map(each => each.id + " at " + each.nodes.map(node => node.target).join(", "));""".formatted(options));
    }

    @Override
    public void close() {
        driver.quit();
    }

    private String now(String css) {
        try {
            return driver.findElements(By.cssSelector(css)).stream()
                    .findFirst()
                    .map(WebElement::getText)
                    .orElse("");
        } catch (StaleElementReferenceException drawnAgain) {
            return "";
        }
    }

    private WebElement find(String css) {
        return Wait.value(
                        css + " can be used",
                        () -> driver.findElements(By.cssSelector(css)).stream()
                                .filter(element -> element.isDisplayed() && element.isEnabled())
                                .findFirst(),
                        found -> found.isPresent())
                .orElseThrow();
    }

    private static String axe() {
        try (InputStream script = Browser.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
