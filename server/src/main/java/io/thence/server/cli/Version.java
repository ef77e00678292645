// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote down. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() throws IOException {
        try (var in = Version.class.getResourceAsStream("version.txt")) {
            var version = in == null ? "unknown" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
            return new String[] {"thence " + version, "Java " + Runtime.version()};
        }
    }
}
