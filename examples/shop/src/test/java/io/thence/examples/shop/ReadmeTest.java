// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The README's application is compiled and run as it stands there, by a process that has nothing else. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void the_first_application_is_forty_lines_and_does_what_the_readme_says() throws Exception {
        var code = JAVA.matcher(Files.readString(repository().resolve("README.md")));
        assertThat(code.find()).isTrue();
        assertThat(code.group(1).lines()).hasSizeLessThanOrEqualTo(40);
        compile(code.group(1));

        assertThat(run()).hasSize(2).satisfies(lines -> {
            assertThat(lines.getFirst()).startsWith("Refused").contains("only 500 cents in anna");
            assertThat(lines.getLast()).isEqualTo("anna 500");
        });
        assertThat(run()).as("again: the events are kept").satisfies(lines -> {
            assertThat(lines.getLast()).isEqualTo("anna 300");
        });
        assertThat(directory.resolve(".thence/bank/log")).isDirectory();
    }

    private void compile(String code) throws IOException {
        var source = Files.writeString(directory.resolve("Bank.java"), code);
        int errors = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(errors).as("compiler's exit code").isZero();
    }

    private List<String> run() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp", directory + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        "Bank")
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("thence"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
