// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lets in only what was meant for this server. Loopback alone does not keep web sites out: a page from elsewhere can
 * send requests here (then Origin tells), or point its own name here and read the answers (then Host tells).
 */
final class Gate implements Filter {

    private static final Map<HeaderName, String> SECURITY = Map.of(
            HeaderNames.create("Content-Security-Policy"),
            "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            HeaderNames.create("X-Content-Type-Options"), "nosniff",
            HeaderNames.create("Referrer-Policy"), "no-referrer",
            HeaderNames.create("Cross-Origin-Resource-Policy"), "same-origin",
            HeaderNames.create("Cross-Origin-Opener-Policy"), "same-origin",
            HeaderNames.CACHE_CONTROL, "no-store");

    private static final Set<Method> READS = Set.of(Method.GET, Method.HEAD);

    private volatile Set<String> hosts = Set.of();

    /** Admits requests to {@code port}; before this, none. */
    void open(int port) {
        var names = Stream.of("localhost", "127.0.0.1", "[::1]");
        hosts = names.flatMap(name -> port == 80 ? Stream.of(name, name + ":80") : Stream.of(name + ":" + port))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        SECURITY.forEach(response::header);
        var headers = request.headers();
        var host = request.authority();
        if (!hosts.contains(host)) {
            Answer.error(response, Status.FORBIDDEN_403, "host '" + host + "' is not served here: open "
                    + "http://localhost with the port that was printed at the start");
            return;
        }
        var origin = headers.first(HeaderNames.ORIGIN);
        if (origin.isPresent() && !isOwn(origin.get())) {
            Answer.error(response, Status.FORBIDDEN_403, "origin '" + origin.get()
                    + "' may not ask here: only the page that this server serves may");
            return;
        }
        if (!READS.contains(request.prologue().method())) {
            Answer.error(response, Status.METHOD_NOT_ALLOWED_405, "there is only GET here: nothing can be changed");
            return;
        }
        chain.proceed();
    }

    private boolean isOwn(String origin) {
        return origin.startsWith("http://") && hosts.contains(origin.substring("http://".length()));
    }
}
