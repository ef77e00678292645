// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A fold's fingerprint changes with what the fold does, and with little else: an application is edited. */
class FoldFingerprintTest {

    private static final String BANK = """
            package app;

            import io.thence.Events;
            import io.thence.Fold;
            import io.thence.Key;
            import java.util.List;
            import java.util.Map;

            public class Bank {
                public sealed interface Happened {}
                public record Opened(String account, long cents) implements Happened {
                    public Opened { cents = Math.max(cents, 0); }
                }
                public record Paid(String account, long cents, Kind kind) implements Happened {}
                public enum Kind { IN, OUT }
                public sealed interface Owner {
                    record Person(String name) implements Owner {
                        public long bonus() { return 1; }
                    }
                    record Firm(String name, int size) implements Owner {
                        public long bonus() { return size; }
                    }
                    long bonus();
                }
                public record State(long cents, int payments, Owner owner, List<Long> last) {}

                static final Key<String> ACCOUNT = Key.of("account");
                public static final Events<Happened> EVENTS = Events.of(Happened.class)
                    .type("account.opened", Opened.class, ACCOUNT.of(Opened::account))
                    .type("account.paid", Paid.class, ACCOUNT.of(Paid::account))
                    .upcast(Opened.class, json -> json.put("cents", 5));
                public static final Fold<String, State> FOLD =
                    Fold.by(ACCOUNT).from(new State(0, 0, new Owner.Person("-"), List.of()))
                        .on(Opened.class, (state, event) -> new State(event.cents(), 0, state.owner(), List.of()))
                        .on(Paid.class, (state, event) -> {
                            long sum = Rules.sum(state, event);
                            return new State(sum, state.payments() + 1, state.owner(),
                                    Rules.cut(state.last().stream().map(cents -> cents + 1).toList()));
                        });
            }
            """;

    private static final String RULES = """
            package app;

            import java.util.List;

            class Rules {
                static final List<Long> FEES = List.of(7L, 9L);

                static long sum(Bank.State state, Bank.Paid paid) {
                    return switch (paid.kind()) {
                        case IN -> state.cents() + paid.cents();
                        case OUT -> state.cents() - paid.cents() - fee(state) + state.owner().bonus();
                    };
                }

                private static long fee(Bank.State state) {
                    return FEES.get(state.payments() % 2);
                }

                static <T> List<T> cut(List<T> list) {
                    return list.size() > "cut".length() ? list.subList(0, 3) : list;
                }
            }
            """;

    private static final String SPLIT = ".retired(\"money.moved\").split(\"money.moved\", Paid.class, 1,"
            + " moved -> List.of(moved.put(\"kind\", \"IN\").put(\"cents\", \"";

    private static final String MERGE = ".retired(\"money.asked\").retired(\"money.sent\").merged("
            + "List.of(\"money.asked\", \"money.sent\"), Paid.class, 1, (asked, sent) -> asked.put(\"kind\", \"";

    private static final Map<String, String> SOURCES = Map.of("Bank", BANK, "Rules", RULES);

    @TempDir
    static Path directory;

    private static String plain = "";

    @BeforeAll
    static void plain() {
        plain = fingerprint("plain", SOURCES);
    }

    private static String fingerprint(String name, Map<String, String> sources, String... options) {
        return Compiled.of(directory.resolve(name), sources, options).fingerprint().orElseThrow();
    }

    /** Texts that are replaced, each by the one after it; each must be found somewhere. */
    record Edit(String what, String... texts) {
        Map<String, String> applied() {
            var sources = new HashMap<>(SOURCES);
            for (int i = 0; i < texts.length; i += 2) {
                var from = texts[i];
                var to = texts[i + 1];
                assertThat(sources.values()).as(from).anyMatch(text -> text.contains(from));
                sources.replaceAll((_, text) -> text.replace(from, to));
            }
            return sources;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static final List<Edit> HARMLESS = List.of(
            new Edit("comments and lines", "long sum =", "/* the sum */\n\n long sum ="),
            new Edit("a renamed local", "long sum =", "long total =", "State(sum,", "State(total,"),
            new Edit("renamed parameters of a lambda", "cents -> cents + 1", "c -> c + 1"),
            new Edit("another lambda before it", "static final Key<String>",
                    "static final Runnable FIRST = () -> System.out.println(1);\n static final Key<String>"),
            new Edit("another serializable lambda before it", "public static final Fold<String, State> FOLD",
                    "static final Fold<String, Long> OTHER = Fold.by(ACCOUNT).from(0L)"
                            + ".on(Paid.class, (cents, event) -> cents + event.cents());\n"
                            + "public static final Fold<String, State> FOLD"),
            new Edit("an inner lambda before it in the same step's class", "static <T> List<T> cut",
                    "static List<Long> more(List<Long> a) { return a.stream().map(x -> x + 3).toList(); }"
                            + " static <T> List<T> cut"),
            new Edit("a method that nobody calls", "private static long fee",
                    "static int unused() { return 1; } private static long fee"),
            new Edit("so many constants that instructions get longer", "static long sum(",
                    "static List<Object> many() { return List.of(new Object[] {" + IntStream.range(0, 400)
                            .mapToObj(i -> "\"constant " + i + "\"").collect(Collectors.joining(","))
                            + "}); } static long sum("));

    static final List<Edit> REAL = List.of(
            new Edit("a step", "state.payments() + 1", "state.payments() + 2"),
            new Edit("an inner lambda", "cents -> cents + 1", "cents -> cents + 2"),
            new Edit("a helper in another class", "\"cut\"", "\"four\""),
            new Edit("a helper's helper", "payments() % 2", "payments() % 1"),
            new Edit("cases of a switch that change places", "case IN", "case XX", "case OUT", "case IN", "case XX",
                    "case OUT"),
            new Edit("a constant that a helper reads", "List.of(7L, 9L)", "List.of(7L, 8L)"),
            new Edit("one of the implementations of a sealed type", "return size;", "return size + 1;"),
            new Edit("a new case of the events", "public enum Kind",
                    "public record Closed(String account) implements Happened {} public enum Kind",
                    ".type(\"account.paid\"", ".type(\"account.closed\", Closed.class, ACCOUNT.of(Closed::account))"
                            + ".type(\"account.paid\"",
                    ".on(Paid.class", ".on(Closed.class, (state, event) -> state).on(Paid.class"),
            new Edit("a step that is gone",
                    ".on(Opened.class, (state, event) -> new State(event.cents(), 0, state.owner(), List.of()))", ""),
            new Edit("a component of the state that is renamed", "payments", "bookings"),
            new Edit("a component of the state that has another type", "int payments", "long payments",
                    "FEES.get(state.payments() % 2)", "FEES.get((int) (state.payments() % 2))"),
            new Edit("components of the state in another order", "Owner owner, List<Long> last) {}",
                    "List<Long> last, Owner owner) {"
                            + " State(long a, int b, Owner c, List<Long> d) { this(a, b, d, c); } }"),
            new Edit("another element type", "int size)", "short size)"),
            new Edit("a constant of an enum", "{ IN, OUT }", "{ IN, OUT, NONE }", "case IN", "case NONE -> 0; case IN"),
            new Edit("a case of a sealed type in the state", "long bonus();",
                    "long bonus(); record Nobody() implements Owner { public long bonus() { return 0; } }"),
            new Edit("the starting state", "from(new State(0,", "from(new State(1,"),
            new Edit("what an event makes of its components", "Math.max(cents, 0)", "Math.max(cents, 1)"),
            new Edit("an upcast", "json.put(\"cents\", 5)", "json.put(\"cents\", 6)"),
            new Edit("a version", ".upcast(Opened.class,", ".upcast(Paid.class, json -> json).upcast(Opened.class,"),
            new Edit("a former name", ".upcast(Opened.class,",
                    ".renamed(Paid.class, \"money.paid\").upcast(Opened.class,"),
            new Edit("a retired type that is split into one", ".upcast(Opened.class,", SPLIT + "cents\")))"
                    + ".upcast(Opened.class,"),
            new Edit("two retired types that are merged into one", ".upcast(Opened.class,", MERGE + "IN\"))"
                    + ".upcast(Opened.class,"),
            new Edit("the revision", "});", "}).revised(2);"));

    @ParameterizedTest
    @FieldSource("HARMLESS")
    void what_changes_nothing_leaves_it_as_it_is(Edit edit) {
        assertThat(fingerprint(edit.what(), edit.applied())).isEqualTo(plain);
    }

    @ParameterizedTest
    @FieldSource("REAL")
    void what_changes_the_fold_changes_it(Edit edit) {
        assertThat(fingerprint(edit.what(), edit.applied())).isNotEqualTo(plain);
    }

    @Test
    void what_a_split_does_changes_it() {
        var cents = new Edit("a split", ".upcast(Opened.class,", SPLIT + "1\"))).upcast(Opened.class,");
        var others = new Edit("another split", ".upcast(Opened.class,", SPLIT + "2\"))).upcast(Opened.class,");
        assertThat(fingerprint(cents.what(), cents.applied()))
                .isNotEqualTo(fingerprint(others.what(), others.applied()));
        var unread = new Edit("a retired type that nothing reads", ".upcast(Opened.class,",
                ".retired(\"money.lost\").upcast(Opened.class,");
        assertThat(fingerprint(unread.what(), unread.applied())).isEqualTo(plain);
    }

    @Test
    void what_a_merge_does_changes_it() {
        var in = new Edit("a merge", ".upcast(Opened.class,", MERGE + "IN\")).upcast(Opened.class,");
        var out = new Edit("another merge", ".upcast(Opened.class,", MERGE + "OUT\")).upcast(Opened.class,");
        var upcast = MERGE.replace("(\"money.sent\").merged", "(\"money.sent\", v1 -> v1).merged");
        var other = new Edit("an upcast of one of two", ".upcast(Opened.class,", upcast
                + "IN\")).upcast(Opened.class,");
        assertThat(List.of(fingerprint(in.what(), in.applied()), fingerprint(out.what(), out.applied()),
                fingerprint(other.what(), other.applied()))).doesNotHaveDuplicates();
    }

    @Test
    void debug_information_and_names_of_parameters_are_left_out() {
        assertThat(fingerprint("no debug", SOURCES, "-g:none")).isEqualTo(plain);
        assertThat(fingerprint("debug", SOURCES, "-g")).isEqualTo(plain);
        assertThat(fingerprint("parameters", SOURCES, "-parameters")).isEqualTo(plain);
    }
}
