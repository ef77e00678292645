// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/** A page of the documentation, whose code is compiled as it stands there. */
public final class Page {

    private static final Path FOLDER = Path.of("docs");

    private final String text;

    /** The page of this name. */
    public Page(String name) throws IOException {
        text = Files.readString(repository().resolve(FOLDER).resolve(name));
    }

    /** The first block of a language. */
    public String block(String language) {
        return block(language, 0);
    }

    /** A block of a language, counted from 0. */
    public String block(String language, int place) {
        var blocks = blocks(language);
        assertThat(blocks).as("blocks of %s", language).hasSizeGreaterThan(place);
        return blocks.get(place);
    }

    private List<String> blocks(String language) {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL).matcher(text).results()
                .map(block -> block.group(1)).toList();
    }

    /** Compiles the class of the page that has this name, into a directory. */
    public void compile(String type, Path directory) throws IOException {
        var code = blocks("java").stream().filter(block -> block.contains("class " + type + " {")).findFirst();
        assertThat(code).as("a block with class %s", type).isPresent();
        var source = Files.writeString(directory.resolve(type + ".java"), code.get());
        int errors = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.toString(),
                "-cp", System.getProperty("java.class.path"), source.toString());
        assertThat(errors).as("compiler's exit code").isZero();
    }

    /** Runs a class that was compiled into a directory; what it prints. */
    public String run(String type, Path directory) throws ReflectiveOperationException, IOException {
        var printed = new ByteArrayOutputStream();
        var out = System.out;
        try (var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, Page.class.getClassLoader())) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Class.forName(type, true, loader).getMethod("main", String[].class).invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(out);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("thence"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
