// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.bank.Bank;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Names, versions and keys of event types. */
class EventsTest {

    private static final Upcast FIRST = stored -> stored.put("steps", "first");
    private static final Upcast SECOND = stored -> stored.put("steps", "second");

    @SuppressWarnings("unchecked") // found by its record
    private static <E> EventType<E> type(Events<? super E> events, Class<E> record) {
        return (EventType<E>) events.types().stream().filter(type -> type.record() == record).findFirst().orElseThrow();
    }

    @Test
    void a_type_starts_at_version_1_and_each_upcast_raises_it() {
        assertThat(type(Bank.EVENTS, Noted.class).version()).isEqualTo(1);
        var events = Bank.EVENTS.upcast(Noted.class, FIRST).upcast(Noted.class, SECOND);
        assertThat(type(events, Noted.class).version()).isEqualTo(3);
        assertThat(type(events, Noted.class).upcasts()).containsExactly(FIRST, SECOND);
        assertThat(type(events, Opened.class).version()).isEqualTo(1);
        assertThat(type(Bank.EVENTS, Noted.class).version()).as("the list before is as it was").isEqualTo(1);
    }

    @Test
    void an_upcast_before_its_type_is_refused() {
        assertThatThrownBy(() -> Events.of(Noted.class).upcast(Noted.class, FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("upcast of io.thence.bank.BankEvent$Noted: name the type first, by type(..)");
    }

    @Test
    void an_event_is_filed_under_all_its_keys_the_stream_first() {
        assertThat(type(Bank.EVENTS, Opened.class).keys(new Opened("a-1", "ann"))).extracting(KeyValue::toString)
                .containsExactly("account/a-1", "owner/ann");
        assertThat(type(Bank.EVENTS, Deposited.class).keys(new Deposited("a-1", 5))).extracting(KeyValue::toString)
                .containsExactly("account/a-1");
        assertThat(type(Bank.EVENTS, Moved.class).keys(new Moved("b", "a", 5))).extracting(KeyValue::toString)
                .containsExactly("account/b", "account/a");
        assertThat(type(Bank.EVENTS, Noted.class).keys(new Noted("rain"))).isEmpty();
    }

    @Test
    void a_value_under_which_an_event_is_filed_twice_counts_once() {
        record Paid(List<String> by, String to) {}
        var person = Key.of("person");
        var paid = new Paid(List.of("ann", "bob", "ann"), "bob");
        var one = Events.of(Paid.class).type("paid", Paid.class, person.each(Paid::by));
        assertThat(type(one, Paid.class).keys(paid)).extracting(KeyValue::value).containsExactly("ann", "bob");
        var two = Events.of(Paid.class).type("paid", Paid.class, person.of(Paid::to), person.each(Paid::by));
        assertThat(type(two, Paid.class).keys(paid)).extracting(KeyValue::value).containsExactly("bob", "ann");
    }

    @Test
    void filings_say_whether_they_are_many() {
        assertThat(Bank.ACCOUNT.<String>of(Function.identity()).many()).isFalse();
        assertThat(Bank.ACCOUNT.<String>each(List::of).many()).isTrue();
    }
}
