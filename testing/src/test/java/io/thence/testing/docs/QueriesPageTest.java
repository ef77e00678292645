// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The programs on the page on queries print what the page says. */
class QueriesPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_programs_print_what_it_says() throws Exception {
        var page = new Page("queries.md");
        page.compile("Library", directory);
        assertThat(page.run("Library", directory)).isEqualTo(page.block("text", 0));
        page.compile("Sales", directory);
        assertThat(page.run("Sales", directory)).isEqualTo(page.block("text", 1));
        page.compile("Titles", directory);
        assertThat(page.run("Titles", directory)).isEqualTo(page.block("text", 2));
    }
}
