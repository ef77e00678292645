// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs on the page on events print what the page says. */
class EventsPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_programs_print_what_it_says() throws Exception {
        var page = new Page("events.md");
        page.compile("Parcels", directory);
        assertThat(page.run("Parcels", directory)).isEqualTo(page.block("text", 0));
        page.compile("Points", directory);
        assertThat(page.run("Points", directory)).isEqualTo(page.block("text", 1));
    }
}
