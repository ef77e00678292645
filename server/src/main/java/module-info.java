// SPDX-License-Identifier: Apache-2.0
/** HTTP, console and command line: three views of one operations API. */
module io.thence.server {
    requires transitive io.thence;
    requires de.siegmar.fastcsv;
    requires info.picocli;
    requires transitive jakarta.mail;
    requires transitive micrometer.registry.prometheus;
    requires io.helidon.http;
    requires io.helidon.http.sse;
    requires transitive io.helidon.webserver;
    requires io.helidon.webserver.sse;
    requires java.logging;
    requires me.tongfei.progressbar;

    exports io.thence.server;
    exports io.thence.server.census;
    exports io.thence.server.cli;
    exports io.thence.server.http;
    exports io.thence.server.imports;
    exports io.thence.server.notify;

    opens io.thence.server.cli to
            info.picocli;

    uses io.thence.server.cli.Subcommand;
}
