// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Notice;
import io.thence.Notifier;
import io.thence.event.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells a web hook of alerts: a POST of the {@link Notice} as JSON, with the key in the header {@value #KEY}, by which
 * the other side knows one that comes again. Any answer but a 2xx is a failure; nothing of its body is read.
 *
 * @param name    stands in the log; never changes
 * @param to      where to
 * @param headers more headers, such as {@code Authorization}
 * @param limit   how long a call may take, until its answer begins
 */
public record Webhook(String name, URI to, Map<String, String> headers, Duration limit) implements Notifier {

    /** The header with the key. */
    public static final String KEY = "Idempotency-Key";

    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OK = 200;
    private static final int OK_END = 300;

    public Webhook {
        headers = Map.copyOf(headers);
    }

    /** One that is called {@code name} and posts to {@code to}, within ten seconds. */
    public static Webhook named(String name, URI to) {
        return new Webhook(name, to, Map.of(), LIMIT);
    }

    /** The same, with a header. */
    public Webhook header(String header, String value) {
        var more = new TreeMap<>(headers);
        more.put(header, value);
        return new Webhook(name, to, more, limit);
    }

    /** The same, under another limit. */
    public Webhook limit(Duration other) {
        return new Webhook(name, to, headers, other);
    }

    /**
     * Posts.
     *
     * @throws Refused if the answer is no 2xx
     */
    @Override
    public void notify(String key, Notice notice) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(to).timeout(limit).header("Content-Type", "application/json")
                .header(KEY, key).POST(BodyPublishers.ofByteArray(Json.write(notice)));
        headers.forEach(request::header);
        try (var client = HttpClient.newBuilder().connectTimeout(limit).build()) {
            var answer = client.send(request.build(), BodyHandlers.ofInputStream());
            answer.body().close(); // it may have no end, and may name whoever is told
            if (answer.statusCode() < OK || answer.statusCode() >= OK_END) {
                throw new Refused(this, answer.statusCode());
            }
        }
    }

    /** A web hook has answered something else than a 2xx. What it says is no word of the answer's but the status. */
    public static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final int status;

        private Refused(Webhook hook, int status) {
            super("web hook '" + hook.name() + "' (" + hook.to().getHost() + ") answers " + status);
            this.status = status;
        }

        /** The status of HTTP, such as 401. */
        public int status() {
            return status;
        }
    }

    /** Without headers, which may be secret. */
    @Override
    public String toString() {
        return "web hook '" + name + "' to " + to.getHost();
    }
}
