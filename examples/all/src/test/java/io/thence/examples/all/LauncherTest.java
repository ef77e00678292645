// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.all;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** The script {@code thence}, as far as it comes without building anything. */
@Timeout(60)
class LauncherTest {

    private static final Path SCRIPT = Path.of("../../thence");

    @Test
    void a_jdk_that_is_asked_for_and_is_none_is_no_reason_to_take_another() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/env")), "there is no shell here");
        var builder = new ProcessBuilder(SCRIPT.toString(), "--version").redirectErrorStream(true);
        builder.environment().put("THENCE_JAVA_HOME", "/nope");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(said).isEqualTo("thence: no JDK 25 or newer is in THENCE_JAVA_HOME, which is /nope: mend it or unset"
                + " it.\n");
    }
}
