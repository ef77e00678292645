// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The program on the page on commands prints what the page says. */
class CommandsPageTest {

    @TempDir
    private Path directory;

    @Test
    void its_program_prints_what_it_says() throws Exception {
        var page = new Page("commands.md");
        page.compile("Members", directory);
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Class.forName("Members", true, loader).getMethod("main", String[].class)
                    .invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo(page.block("text"));
    }
}
