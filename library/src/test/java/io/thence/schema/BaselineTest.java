// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.Application;
import io.thence.Events;
import io.thence.Filing;
import io.thence.Key;
import io.thence.Upcast;
import io.thence.bank.Bank;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static io.thence.schema.Compatibility.BACKWARD;
import static io.thence.schema.Compatibility.FORWARD;
import static io.thence.schema.Compatibility.FULL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a change of events breaks, and what it does not: each rule in both directions, with its words. */
class BaselineTest {

    private static final Key<String> ACCOUNT = Key.of("account");
    private static final Key<String> OWNER = Key.of("owner");
    private static final Upcast SAME = stored -> stored;

    enum Kind { IN, OUT }

    enum More { IN, OUT, OVER }

    record Price(int cents) {}

    record LongPrice(long cents) {}

    sealed interface Way {
        record Cash(int cents) implements Way {}

        record Card(int cents) implements Way {}
    }

    record Paid(String account, int cents) {}

    record Unpriced(String account) {}

    record Noted(String account, int cents, Optional<String> note) {}

    record Marked(String account, int cents, String note) {}

    record Wide(String account, long cents) {}

    record Text(String account, String cents) {}

    record Kinds(Kind kind) {}

    record Mores(More kind) {}

    record Free(String kind) {}

    record Deep(List<Price> prices, Map<String, Price> by) {}

    record DeepLong(List<LongPrice> prices, Map<String, LongPrice> by) {}

    record Priced(List<Price> prices, Map<Kind, Price> by) {}

    record Bag(List<String> of) {}

    record Pure(Set<String> of) {}

    record ByWay(Way way) {}

    record Tree(int leaf, List<Tree> below) {}

    record Bush(long leaf, List<Bush> below) {}

    private static <E> Application app(Class<E> record, UnaryOperator<Events<E>> more) {
        return Application.named("bank").with(more.apply(Events.of(record).type("paid", record)));
    }

    private static Application app(Class<?> record) {
        return app(record, events -> events);
    }

    private static <E> Application filed(Class<E> record, String name, Filing<E> filing) {
        return Application.named("bank").with(Events.of(record).type(name, record, filing));
    }

    /**
     * A change.
     *
     * @param before what was released
     * @param after  what it became
     * @param texts  what is said in mode FULL; none if all is fine
     */
    record Case(Application before, Application after, String... texts) {}

    static List<Case> cases() {
        var cases = new ArrayList<Case>();
        cases.addAll(types());
        cases.addAll(shapes());
        cases.addAll(keys());
        return cases;
    }

    private static final String STOP =
            ": do not run both at once: stop the released one before the first of this starts";

    private static List<Case> types() {
        var other = Application.named("bank").with(Events.of(Paid.class).type("other", Paid.class));
        return List.of(
                new Case(Bank.APPLICATION, Bank.APPLICATION),
                new Case(Application.named("bank").with(Events.of(Paid.class)), app(Paid.class)),
                new Case(app(Paid.class), app(Unpriced.class, e -> e.upcast(Unpriced.class, SAME)),
                        "paid: is stored in version 2, and released code reads up to 1" + STOP),
                new Case(app(Paid.class, e -> e.upcast(Paid.class, SAME)), app(Paid.class),
                        "paid: was of version 2 and is of version 1, so stored events are newer: put its upcasts back"),
                new Case(app(Paid.class), other, "paid: was removed, and may still be stored: say retired(\"paid\") in"
                        + " Events, or renamed(..) where it has another name now"),
                new Case(app(Paid.class), Application.named("bank").with(
                        Events.of(Paid.class).type("other", Paid.class).retired("paid"))),
                new Case(app(Paid.class, e -> e.upcast(Paid.class, SAME)), Application.named("bank").with(
                        Events.of(Paid.class).type("other", Paid.class).retired("paid")),
                        "paid: was of version 2 and is of version 1, so stored events are newer: put its upcasts back"),
                new Case(app(Paid.class), Application.named("bank").with(
                        Events.of(Paid.class).type("other", Paid.class).renamed(Paid.class, "paid")),
                        "paid: is stored as other now, for which released code does not ask" + STOP));
    }

    private static List<Case> shapes() {
        var upcast = ": add .upcast(";
        return List.of(
                new Case(app(Paid.class), app(Unpriced.class), "paid: 'cents' was removed without an upcast, so stored"
                        + " values of it would be lost in silence" + upcast + "Unpriced.class, stored -> ..), which"
                        + " drops or moves it, or put 'cents' back"),
                new Case(app(Noted.class), app(Paid.class), "paid: 'note' was removed without an upcast, so stored"
                        + " values would be lost in silence" + upcast + "Paid.class, stored -> ..), which drops or"
                        + " moves it, or put 'note' back"),
                new Case(app(Paid.class), app(Noted.class)),
                new Case(app(Paid.class), app(Marked.class), "paid: 'note' was added without an upcast, and stored"
                        + " events do not have it" + upcast + "Marked.class, stored -> ..), which gives it a value, or"
                        + " make it an Optional"),
                new Case(app(Marked.class), app(Noted.class),
                        "paid: 'note' can be null now, and not in released code" + STOP),
                new Case(app(Noted.class), app(Marked.class), "paid: 'note' cannot be null any more, and may be in"
                        + " stored events" + upcast + "Marked.class, stored -> ..), which gives it a value, or keep it"
                        + " an Optional"),
                new Case(app(Paid.class), app(Wide.class),
                        "paid: 'cents' is int64, and released code reads int32" + STOP),
                new Case(app(Wide.class), app(Paid.class), "paid: 'cents' is int32 and was int64 without an upcast, so"
                        + " stored values may not fit" + upcast + "Paid.class, stored -> ..), which makes them fit, or"
                        + " make it int64 again"),
                new Case(app(Paid.class), app(Text.class), "paid: 'cents' is string and was int32 without an upcast"
                        + upcast + "Text.class, stored -> ..), which turns one into the other, or make it int32 again"),
                new Case(app(Kinds.class), app(Mores.class),
                        "paid: 'kind' can be OVER now, which released code does not know" + STOP),
                new Case(app(Mores.class), app(Kinds.class), "paid: 'kind' cannot be OVER any more, and may be in"
                        + " stored events" + upcast + "Kinds.class, stored -> ..), which puts another in its place, or"
                        + " put it back"),
                new Case(app(Kinds.class), app(Free.class),
                        "paid: 'kind' is string, and released code reads an enum" + STOP),
                new Case(app(Deep.class), app(DeepLong.class),
                        "paid: 'prices[].cents' is int64, and released code reads int32" + STOP,
                        "paid: 'by{}.cents' is int64, and released code reads int32" + STOP),
                new Case(app(Deep.class), app(Priced.class), "paid: 'by' is a map by an enum and was a map by anything"
                        + " without an upcast" + upcast + "Priced.class, stored -> ..), which turns one into the other,"
                        + " or make it a map by anything again"),
                new Case(app(Pure.class), app(Bag.class), "paid: 'of' is a list, and released code reads a set" + STOP),
                new Case(app(ByWay.class), app(ByWay.class)),
                new Case(app(Tree.class), app(Bush.class),
                        "paid: 'leaf' is int64, and released code reads int32" + STOP));
    }

    private static List<Case> keys() {
        var by = filed(Paid.class, "paid", ACCOUNT.of(Paid::account));
        return List.of(
                new Case(app(Paid.class), by, "paid: is filed under key 'account' now, under which stored events are"
                        + " not found: write it as a type of a new name and retire this one, or accept it if no fold or"
                        + " query needs the old ones"),
                new Case(by, app(Paid.class), "paid: is not filed under key 'account' any more, so what is by it misses"
                        + " new events: file it under 'account' again"),
                new Case(by, filed(Paid.class, "paid", ACCOUNT.each(paid -> List.of(paid.account()))),
                        "paid: is filed under many values of key 'account', and was under one" + STOP),
                new Case(filed(Paid.class, "paid", ACCOUNT.each(paid -> List.of(paid.account()))), by,
                        "paid: is filed under one value of key 'account', and was under many: file it by"
                                + " account.each(..) again"),
                new Case(by, filed(Paid.class, "paid", ACCOUNT.personal().of(Paid::account)), "paid: files key"
                        + " 'account' under a cover, and did so in clear: a key is personal from its first event on, or"
                        + " never: take another key"),
                new Case(both(ACCOUNT, OWNER), both(OWNER, ACCOUNT), "paid: has its stream by key 'owner', and had it"
                        + " by 'account': name the filing under 'account' first again"),
                new Case(by, Application.named("bank").with(Events.of(Paid.class)
                        .type("paid", Paid.class, ACCOUNT.of(Paid::account))
                        .personal(Paid.class, ACCOUNT, "account")), "paid: has as personal [account] about account, and"
                        + " had nothing: what is stored stays as it is: write it as a type of a new name, or accept it"
                        + " if what is stored may stay so"));
    }

    private static Application both(Key<String> first, Key<String> second) {
        return Application.named("bank").with(Events.of(Paid.class)
                .type("paid", Paid.class, first.of(Paid::account), second.of(Paid::account)));
    }

    private static Baseline stored(Application application) {
        return Baseline.parse(Baseline.of(application).text(), "the file");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void every_change_is_judged(Case change) {
        assertThat(stored(change.before()).check(change.after(), FULL)).extracting(Finding::toString)
                .containsExactly(change.texts());
    }

    @ParameterizedTest
    @EnumSource
    void every_rule_is_met_and_holds_its_way(Rule rule) {
        var met = EnumSet.noneOf(Rule.class);
        for (var mode : Compatibility.values()) {
            for (var change : cases()) {
                for (var finding : stored(change.before()).check(change.after(), mode)) {
                    if (finding.rule() == rule) {
                        met.add(rule);
                        assertThat(rule.isBrokenIn(mode)).isTrue();
                    }
                }
            }
        }
        assertThat(met).containsExactly(rule);
    }

    @Test
    void what_is_stored_and_what_is_to_come_are_told_apart() {
        var widened = stored(app(Paid.class));
        assertThat(widened.check(app(Wide.class), BACKWARD)).isEmpty();
        assertThat(widened.check(app(Wide.class), FORWARD)).hasSize(1);
        var narrowed = stored(app(Wide.class));
        assertThat(narrowed.check(app(Paid.class), BACKWARD)).hasSize(1);
        assertThat(narrowed.check(app(Paid.class), FORWARD)).isEmpty();
    }

    @Test
    void a_case_that_is_gone_is_named() {
        var was = stored(app(ByWay.class));
        var schema = was.events().get("paid").versions().get(1);
        var text = was.text().replace("\"Card\"", "\"Cheque\"");
        assertThat(text).isNotEqualTo(was.text());
        assertThat(schema.toString()).contains("\"Card\"");
        assertThat(Baseline.parse(text, "the file").check(app(ByWay.class), FULL)).extracting(Finding::toString)
                .hasSize(2).anyMatch(said -> said.startsWith("paid: 'way' cannot be Cheque any more"))
                .anyMatch(said -> said.startsWith("paid: 'way' can be Card now"));
    }

    @Test
    void a_baseline_keeps_every_version_that_was_released() {
        var first = stored(app(Wide.class));
        var second = first.with(app(Paid.class, e -> e.upcast(Paid.class, SAME)));
        assertThat(second.events().get("paid").versions()).containsOnlyKeys(1, 2);
        var renamed = second.with(Application.named("bank").with(Events.of(Paid.class).type("other", Paid.class)
                .upcast(Paid.class, SAME).upcast(Paid.class, SAME).renamed(Paid.class, "paid")));
        assertThat(renamed.events()).containsOnlyKeys("other");
        assertThat(renamed.events().get("other").versions()).containsOnlyKeys(1, 2, 3);
        assertThat(renamed.events().get("other").formerly()).containsExactly("paid");
        var retired = renamed.with(Application.named("bank").with(Events.of(Paid.class).retired("other", SAME, SAME)));
        assertThat(retired.events().get("other").retired()).isTrue();
        assertThat(retired.events().get("other").versions()).containsOnlyKeys(1, 2, 3);
        assertThat(Baseline.parse(retired.text(), "the file")).isEqualTo(retired);
        assertThat(retired.check(app(Unpriced.class), BACKWARD)).as("it may still be stored")
                .extracting(Finding::rule).containsExactly(Rule.TYPE_REMOVED);
    }

    @Test
    void a_file_that_is_no_baseline_is_refused() {
        assertThatThrownBy(() -> Baseline.parse("{", "events.json"))
                .hasMessageStartingWith("events.json is no baseline of schemas (");
        assertThatThrownBy(() -> Baseline.parse("{}", "events.json"))
                .hasMessageStartingWith("events.json is no baseline of schemas (");
        assertThatThrownBy(() -> Baseline.parse("{\"format\":2}", "events.json"))
                .hasMessage("events.json is a baseline of format 2, known up to 1: use a newer version of Thence");
        assertThatThrownBy(() -> stored(app(Paid.class)).check(Application.named("other"), FULL))
                .hasMessage("this is the baseline of application 'bank' and not of 'other': give each its own file");
        assertThat(Stream.of(Rule.values()).filter(rule -> !rule.isBrokenIn(FULL))).isEmpty();
    }
}
