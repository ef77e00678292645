// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import io.thence.Application;
import io.thence.Events;
import io.thence.Fold;
import io.thence.event.EventCodec;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** An application that is compiled while the test runs: its class {@code app.Bank} has a FOLD and its EVENTS. */
record Compiled(Fold<?, ?> fold, EventCodec codec) {

    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    /** One for all, since it keeps what it has read of the class path. */
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    static Compiled of(Path directory, Map<String, String> sources, String... options) {
        try {
            compile(directory, sources, options);
            var loader = new URLClassLoader(new URL[] {directory.toUri().toURL()}, Compiled.class.getClassLoader());
            var bank = loader.loadClass("app.Bank");
            var fold = (Fold<?, ?>) bank.getField("FOLD").get(null);
            var events = (Events<?>) bank.getField("EVENTS").get(null);
            return new Compiled(fold, new EventCodec(Application.named("compiled").with(events)));
        } catch (ReflectiveOperationException | MalformedURLException e) {
            throw new AssertionError(e);
        }
    }

    Optional<String> fingerprint() {
        return FoldFingerprint.of(fold, codec);
    }

    private static void compile(Path directory, Map<String, String> sources, String... options) {
        var files = new ArrayList<JavaFileObject>();
        sources.forEach((name, text) -> files.add(new Text(name, text)));
        var all = new ArrayList<>(List.of("-proc:none", "-cp", System.getProperty("java.class.path")));
        all.addAll(List.of(options));
        try {
            Files.createDirectories(directory);
            FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(directory));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        if (!COMPILER.getTask(null, FILES, null, all, null, files).call()) {
            throw new AssertionError("it does not compile");
        }
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String name, String text) {
            super(URI.create("string:///app/" + name + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreErrors) {
            return text;
        }
    }
}
