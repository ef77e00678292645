// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.testing.docs.Page;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The page on testing is compiled and run as it stands there. */
class DocsTest {

    @TempDir
    Path directory;

    @Test
    void its_tests_pass_and_the_wrong_ones_fail_as_printed() throws Exception {
        var page = new Page("testing.md");
        page.compile("BankTest", directory);
        run("what_is_there_can_go");
        run("a_command_is_done_once");
        run("the_table_follows");
        run("the_desk_answers");
        run("the_laws_hold");
        assertThatThrownBy(() -> run("wrong")).isInstanceOf(AssertionError.class)
                .hasMessage(page.block("text", 0).stripTrailing());
        assertThatThrownBy(() -> run("wrong_answer")).isInstanceOf(AssertionError.class)
                .hasMessage(page.block("text", 1).stripTrailing());
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
}
