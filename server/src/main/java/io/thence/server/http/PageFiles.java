// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The page's files. Only plain names with a known ending are looked up, so nothing leads out of the folder. */
final class PageFiles implements Handler {

    private static final Pattern NAME =
            Pattern.compile("(?:[a-z0-9][a-z0-9_-]*/)*[a-zA-Z0-9][a-zA-Z0-9_-]*\\.([a-z0-9]+)");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "json", "application/json; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "woff2", "font/woff2");

    private final Page page;

    PageFiles(Page page) {
        this.page = page;
    }

    @Override
    public void handle(ServerRequest request, ServerResponse response) {
        var path = request.path().path();
        var name = path.equals("/") ? "index.html" : path.substring(1);
        var type = type(name);
        var content = type.isPresent() ? content(name) : Optional.<byte[]>empty();
        if (content.isEmpty()) {
            Answer.error(response, Status.NOT_FOUND_404, path.equals("/") ? missing()
                    : "there is nothing at " + path + ": start at /");
            return;
        }
        response.header(HeaderNames.CONTENT_TYPE, type.orElseThrow());
        response.send(content.get());
    }

    private String missing() {
        return "there is no " + page.folder() + "/index.html beside " + page.anchor().getName()
                + " on the class path: put it there; a named module must open that package too";
    }

    private static Optional<String> type(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.ofNullable(TYPES.get(matcher.group(1))) : Optional.empty();
    }

    private Optional<byte[]> content(String name) {
        try (var in = page.anchor().getResourceAsStream(page.folder() + "/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
