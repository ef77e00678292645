// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The page on testing is compiled and run as it stands there. */
class DocsTest {

    private static final Path PAGE = Path.of("docs", "testing.md");

    @TempDir
    Path directory;

    private String text = "";

    @BeforeEach
    void compile() throws IOException {
        text = Files.readString(repository().resolve(PAGE));
        var source = Files.writeString(directory.resolve("BankTest.java"), block("java"));
        int errors = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(errors).as("compiler's exit code").isZero();
    }

    private String block(String language) {
        var block = Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(text);
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void its_tests_pass_and_the_wrong_one_fails_as_printed() throws Exception {
        run("what_is_there_can_go");
        run("a_command_is_done_once");
        run("the_table_follows");
        run("the_laws_hold");
        assertThatThrownBy(() -> run("wrong")).isInstanceOf(AssertionError.class)
                .hasMessage(block("text").stripTrailing());
    }

    private void run(String method) throws Exception {
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            var type = Class.forName("BankTest", true, loader);
            var constructor = type.getDeclaredConstructor();
            constructor.setAccessible(true);
            var test = type.getDeclaredMethod(method);
            test.setAccessible(true);
            test.invoke(constructor.newInstance());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve(PAGE))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
