// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about declarations and calls, read off the syntax tree: strings and comments cannot mislead them. */
final class SyntaxRules {
    private static final int METHOD_LINES_MAX = 50;
    private static final int PARAMETERS_MAX = 4;
    private static final Pattern EMPTY_NAME =
            Pattern.compile("(Abstract|Default)[A-Z].*|.*(Helper|Utils?|Manager|Impl|Support)(Test)?");

    private SyntaxRules() {}

    static Stream<String> longMethods(Source source) {
        return found(source, MethodTree.class)
                .filter(method -> lines(source, method.tree()) > METHOD_LINES_MAX)
                .map(method -> method.at(source, method.tree().getName() + " is too long"));
    }

    private static int lines(Source source, Tree part) {
        return source.lastLine(part) - source.firstLine(part) + 1;
    }

    static Stream<String> manyParameters(Source source) {
        return found(source, MethodTree.class)
                .filter(method -> method.tree().getParameters().size() > PARAMETERS_MAX)
                .filter(method -> !isForced(method.tree()) && !constructsRecord(method) && !shapesLambda(method))
                .map(method -> method.at(source, method.tree().getName() + " has too many parameters"));
    }

    /** Who overrides did not choose the parameters. */
    private static boolean isForced(MethodTree method) {
        return method.getModifiers().getAnnotations().stream().anyMatch(a -> simpleName(a).equals("Override"));
    }

    /** A functional interface says what a lambda of its user is given, not what a caller must put together. */
    private static boolean shapesLambda(Found<MethodTree> method) {
        return method.owner() instanceof ClassTree type
                && type.getModifiers().getAnnotations().stream()
                        .anyMatch(a -> simpleName(a).equals("FunctionalInterface"));
    }

    private static boolean constructsRecord(Found<MethodTree> method) {
        return method.tree().getName().contentEquals("<init>") && method.owner().getKind() == Tree.Kind.RECORD;
    }

    static Stream<String> disabled(Source source) {
        return found(source, AnnotationTree.class)
                .filter(annotation -> simpleName(annotation.tree()).startsWith("Disabled"))
                .map(annotation -> annotation.at(source, "a disabled test"));
    }

    private static String simpleName(AnnotationTree annotation) {
        String name = annotation.getAnnotationType().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    static Stream<String> sleeps(Source source) {
        if (source.path().contains("/src/main/java/io/thence/world/")) {
            return Stream.of();
        }
        var calls = found(source, MemberSelectTree.class)
                .filter(s -> s.tree().getIdentifier().contentEquals("sleep") && isThread(s.tree().getExpression()))
                .map(s -> s.at(source, "Thread.sleep"));
        var references = found(source, MemberReferenceTree.class)
                .filter(r -> r.tree().getName().contentEquals("sleep") && isThread(r.tree().getQualifierExpression()))
                .map(r -> r.at(source, "Thread::sleep"));
        return Stream.concat(calls, references);
    }

    private static boolean isThread(Tree expression) {
        return expression.toString().equals("Thread") || expression.toString().equals("java.lang.Thread");
    }

    static Stream<String> names(Source source) {
        return found(source, ClassTree.class)
                .filter(type -> EMPTY_NAME.matcher(type.tree().getSimpleName()).matches())
                .map(type -> type.at(source, type.tree().getSimpleName() + " does not say what it is"));
    }

    private record Found<T extends Tree>(T tree, Tree owner) {
        String at(Source source, String what) {
            return source.at(source.firstLine(tree), what);
        }
    }

    private static <T extends Tree> Stream<Found<T>> found(Source source, Class<T> kind) {
        List<Found<T>> all = new ArrayList<>();
        new TreePathScanner<Void, List<Found<T>>>() {
            @Override
            public Void scan(Tree tree, List<Found<T>> found) {
                if (kind.isInstance(tree)) {
                    found.add(new Found<>(kind.cast(tree), getCurrentPath().getLeaf()));
                }
                return super.scan(tree, found);
            }
        }.scan(new TreePath(source.tree()), all);
        return all.stream();
    }
}
