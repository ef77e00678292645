// SPDX-License-Identifier: Apache-2.0
package io.thence.stress;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs all of jcstress's tests that are here, in JVMs of its own; minutes on two cores. It leaves tests out, and says
 * nothing, that have more actors than the machine has cores: so they have two.
 */
@Tag("campaign")
class StressTest {

    private static final String MODE = System.getProperty("thence.stress.mode", "quick");

    @Test
    void whatHasNoLockShowsNothingForbidden() throws Exception {
        var results = Files.createDirectories(Path.of("target", "jcstress"));
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(java, "-cp", System.getProperty("java.class.path"),
                "org.openjdk.jcstress.Main", "-v", "-m", MODE, "-r", results.toString()).redirectErrorStream(true)
                .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        System.out.println(output.substring(Math.max(0, output.length() - 2_000)));
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("RUN COMPLETE").contains("RecentListsStress", "SignalStress",
                "BlockCacheStress", "PackedCacheStress", "DictionaryStress", "DecompressorsStress", "PlacesStress",
                "WaitingStress").doesNotContain("[FAILED]");
    }
}
