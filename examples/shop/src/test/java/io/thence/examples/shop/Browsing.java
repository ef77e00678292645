// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;

/** A browser for tests, which reaches nothing but the address that it is told, and keeps what went wrong. */
final class Browsing implements AutoCloseable {

    private static final Path CHROMIUM = Path.of(System.getProperty("thence.chromium", "/usr/bin/chromium"));
    private static final List<String> ARGUMENTS = List.of("--no-sandbox", "--disable-gpu", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost");

    private final Playwright playwright;
    private final Browser browser;

    /** What the page said on its console as a warning or error, or threw. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Requests to other places; they are stopped. */
    final List<String> strays = new CopyOnWriteArrayList<>();

    private Browsing() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium()
                .launch(new BrowserType.LaunchOptions().setExecutablePath(CHROMIUM).setArgs(ARGUMENTS));
    }

    /** Starts a browser; a test is left out where there is none. */
    static Browsing start() {
        if (!Files.isExecutable(CHROMIUM)) {
            var reason = "left out: " + CHROMIUM + " is missing (apt-get install chromium)";
            System.out.println(reason);
            Assumptions.abort(reason);
        }
        return new Browsing();
    }

    /** Opens the page at {@code address}, in a window of this size. */
    Page open(URI address, int width, int height) {
        var context = browser.newContext(new Browser.NewContextOptions().setViewportSize(width, height));
        keepWithin(context, address.toString());
        var page = context.newPage();
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.onPageError(complaints::add);
        page.navigate(address.toString());
        return page;
    }

    private void keepWithin(BrowserContext context, String address) {
        context.route(url -> !url.startsWith(address), route -> {
            strays.add(route.request().url());
            route.abort();
        });
    }

    /** Closes all pages and forgets what went wrong. */
    void closePages() {
        browser.contexts().forEach(BrowserContext::close);
        complaints.clear();
        strays.clear();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
