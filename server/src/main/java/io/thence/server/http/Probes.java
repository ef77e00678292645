// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.Status;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerResponse;
import io.thence.Health;
import io.thence.event.Json;
import io.thence.run.Deployed;
import java.util.function.Predicate;

/**
 * Tells who runs the process how its applications are, as a service for a web server of your own:
 *
 * {@snippet :
 * var thence = Thence.run(application, engine);
 * WebServer.builder().routing(routing -> routing.register("/", Probes.of(thence.deployed()))).build().start();
 * }
 *
 * <p>{@code GET health/live} and {@code GET health/ready}: 200 or 503, and {@code {"live": .., "ready": .., "reasons":
 * [..]}}. Reasons may quote what an exception says, where nothing personal is in its events: let only those
 * ask who may know. From any thread.
 */
public final class Probes implements HttpService {

    private final Deployed deployed;

    private Probes(Deployed deployed) {
        this.deployed = deployed;
    }

    /** Those of all applications of {@code deployed}. */
    public static Probes of(Deployed deployed) {
        return new Probes(deployed);
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/health/live", (_, response) -> tell(response, Health::live))
                .get("/health/ready", (_, response) -> tell(response, Health::ready));
    }

    private void tell(ServerResponse response, Predicate<Health> asked) {
        var health = deployed.health();
        response.status(asked.test(health) ? Status.OK_200 : Status.SERVICE_UNAVAILABLE_503);
        Answer.json(response, Json.write(health));
    }
}
