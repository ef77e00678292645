// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import java.util.List;

/** One Java file: its path from the repository's root with slashes, its text and its syntax. */
public record Source(String path, String text, CompilationUnitTree tree, SourcePositions positions) {

    List<String> lines() {
        return text.lines().toList();
    }

    String fileName() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    String folder() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    boolean isMain() {
        return path.contains("src/main/java/");
    }

    /** Package and module descriptors say what is there; they declare nothing themselves. */
    boolean isDescriptor() {
        return fileName().equals("package-info.java") || fileName().equals("module-info.java");
    }

    int firstLine(Tree part) {
        return line(positions.getStartPosition(tree, part));
    }

    int lastLine(Tree part) {
        return line(positions.getEndPosition(tree, part));
    }

    private int line(long offset) {
        return Math.toIntExact(tree.getLineMap().getLineNumber(offset));
    }

    String at(int line, String what) {
        return path + ":" + line + ": " + what;
    }
}
