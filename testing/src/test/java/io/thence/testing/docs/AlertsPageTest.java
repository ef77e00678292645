// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program on the page on alerts prints what the page says. */
class AlertsPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_program_prints_what_it_says() throws Exception {
        var page = new Page("alerts.md");
        page.compile("Freezers", directory);
        assertThat(page.run("Freezers", directory)).isEqualTo(page.block("text", 0));
    }
}
