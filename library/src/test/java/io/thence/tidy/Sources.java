// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Reads Java files into syntax trees by the compiler's own parser, without compiling them. */
public final class Sources {
    private Sources() {}

    /** All Java files of the repository which holds the working directory. */
    public static List<Source> ofRepository() {
        Path root = root(Path.of("").toAbsolutePath());
        Map<String, String> texts = new TreeMap<>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    return isOurs(root, folder) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    if (file.toString().endsWith(".java")) {
                        String path = root.relativize(file).toString().replace('\\', '/');
                        texts.put(path, Files.readString(file));
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parsed(texts);
    }

    private static boolean isOurs(Path root, Path folder) {
        String name = folder.getFileName().toString();
        boolean generated = name.equals("target") || name.equals("node_modules");
        boolean hidden = name.startsWith(".") && !name.equals(".ci");
        return folder.equals(root) || !(generated || hidden);
    }

    /** The launcher stands in the root and nowhere else. */
    private static Path root(Path from) {
        for (Path folder = from; folder != null; folder = folder.getParent()) {
            if (Files.isRegularFile(folder.resolve("thence"))) {
                return folder;
            }
        }
        throw new IllegalStateException("no folder above " + from + " holds the launcher 'thence'");
    }

    /** Texts by their path, as parsed sources in the order of the map. */
    static List<Source> parsed(Map<String, String> texts) {
        List<Text> files = new ArrayList<>();
        texts.forEach((path, text) -> files.add(new Text(path, text)));
        if (files.isEmpty()) {
            return List.of();
        }
        var compiler = ToolProvider.getSystemJavaCompiler();
        var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        var positions = Trees.instance(task).getSourcePositions();
        List<Source> sources = new ArrayList<>();
        try {
            for (CompilationUnitTree tree : task.parse()) {
                String path = tree.getSourceFile().toUri().getPath().substring(1);
                sources.add(new Source(path, texts.get(path), tree, positions));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static final class Text extends SimpleJavaFileObject {
        private final String text;

        Text(String path, String text) {
            super(URI.create("text:///" + path), JavaFileObject.Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
