// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs on the page on commands print what the page says. */
class CommandsPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_programs_print_what_it_says() throws Exception {
        var page = new Page("commands.md");
        page.compile("Members", directory);
        assertThat(page.run("Members", directory)).isEqualTo(page.block("text", 0));
        page.compile("Orders", directory);
        assertThat(page.run("Orders", directory)).isEqualTo(page.block("text", 1));
    }
}
