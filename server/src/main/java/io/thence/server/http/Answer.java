// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerResponse;
import io.thence.event.Json;
import java.util.Map;

/** How answers look. */
final class Answer {

    private Answer() {}

    static void json(ServerResponse response, byte[] json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        response.send(json);
    }

    /** {@code {"error": "what, where, what next"}}. */
    static void error(ServerResponse response, Status status, String message) {
        response.status(status);
        json(response, Json.write(Map.of("error", message)));
    }
}
