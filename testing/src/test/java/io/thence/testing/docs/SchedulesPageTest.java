// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program on the page on schedules prints what the page says. */
class SchedulesPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_program_prints_what_it_says() throws Exception {
        var page = new Page("schedules.md");
        page.compile("Nights", directory);
        assertThat(page.run("Nights", directory)).isEqualTo(page.block("text", 0));
    }
}
