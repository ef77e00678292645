// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.Effect;
import io.thence.testing.soak.Business.Ordered;
import io.thence.testing.soak.Business.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The line to {@link OutsideProcess}. */
final class HttpOutside implements Business.Outside {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI uri;

    HttpOutside(int port) {
        uri = URI.create("http://localhost:" + port + "/");
    }

    @Override
    public long call(Service service, String key, Ordered ordered) throws IOException, InterruptedException {
        return Long.parseLong(say("CALL " + service + " " + key + " " + ordered.account() + " " + ordered.number()
                + " " + ordered.order() + " " + ordered.cents()));
    }

    @Override
    public Optional<Long> ask(Service service, String key) throws IOException, InterruptedException {
        var answer = say("ASK " + key);
        return answer.isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(answer));
    }

    /** Its answer to a line. */
    String say(String line) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(uri).timeout(LIMIT).POST(BodyPublishers.ofString(line)).build();
        var response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new Effect.NotHappened("the outside is away");
        }
        return response.body();
    }
}
