// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.Behind;
import io.thence.ThenceException.Blocked;
import io.thence.ThenceException.PartStopped;
import io.thence.ThenceException.Stopped;
import io.thence.event.Json;
import java.util.Map;

/** How answers look. */
final class Answer {

    private static final System.Logger LOG = System.getLogger(Answer.class.getName());

    private Answer() {}

    static void json(ServerResponse response, byte[] json) {
        response.header(HeaderNames.CONTENT_TYPE, "application/json; charset=utf-8");
        response.send(json);
    }

    /** What went wrong; what may pass, or is to be mended here, is not the fault of the request nor of the code. */
    static void failed(ServerRequest request, ServerResponse response, RuntimeException e) {
        if (e instanceof BadRequest) {
            error(response, Status.BAD_REQUEST_400, String.valueOf(e.getMessage()));
            return;
        }
        LOG.log(System.Logger.Level.ERROR, "request for " + request.path().path() + " failed", e);
        if (!response.isSent()) {
            boolean passing = e instanceof Behind || e instanceof Blocked || e instanceof PartStopped
                    || e instanceof Stopped;
            error(response, passing ? Status.SERVICE_UNAVAILABLE_503 : Status.INTERNAL_SERVER_ERROR_500,
                    String.valueOf(e.getMessage()));
        }
    }

    /** {@code {"error": "what, where, what next"}}. */
    static void error(ServerResponse response, Status status, String message) {
        response.status(status);
        json(response, Json.write(Map.of("error", message)));
    }
}
