// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program on the page on supervision prints what the page says. */
class SupervisionPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_program_prints_what_it_says() throws Exception {
        var page = new Page("supervision.md");
        page.compile("Supervised", directory);
        assertThat(page.run("Supervised", directory)).isEqualTo(page.block("text", 0));
    }
}
