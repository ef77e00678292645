// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.bank.Bank;
import io.thence.bank.BankCommand;
import io.thence.bank.BankCommand.Deposit;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Deposited;
import io.thence.bank.BankEvent.Moved;
import io.thence.bank.BankEvent.Noted;
import io.thence.bank.BankEvent.Opened;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Everything that can be wrong with an application is found before it starts, each fault with its mend. */
class ChecksTest {

    sealed interface Weather {
        record Rained(String city) implements Weather {}

        record Snowed(String city) implements Weather {}
    }

    private static final Key<String> CITY = Key.of("city");
    private static final Events<Weather> WEATHER = Events.of(Weather.class)
            .type("rained", Weather.Rained.class, CITY.of(Weather.Rained::city))
            .type("snowed", Weather.Snowed.class, CITY.of(Weather.Snowed::city));

    private static List<Problem> check(Part... parts) {
        return Application.named("test").with(parts).check().stream().filter(Problem::isError).toList();
    }

    private static Decider<Note, BankEvent> reading(Fold<String, ?> fold) {
        return Decider.of(Note.class, Bank.EVENTS).reading(fold, Note::text).decide((_, _) -> Decision.accept());
    }

    @Test
    void a_sound_application_has_no_problems() {
        assertThat(Bank.APPLICATION.check()).isEmpty();
        assertThat(Application.named("empty").check()).isEmpty();
    }

    @Test
    void a_case_without_a_name_is_a_problem() {
        var events = Events.of(Weather.class).type("rained", Weather.Rained.class);
        assertThat(check(events)).containsExactly(
                new Problem("events of Weather", "Snowed has no name", "add .type(\"..\", Snowed.class, ..)"));
    }

    record Details(Object note, Number amount) {}

    record Shipped(String to, Details details) {}

    record Ship(String to, List<Runnable> then) {}

    @Test
    void a_component_that_cannot_be_stored_is_a_problem_of_an_event_and_of_a_command() {
        var events = Events.of(Shipped.class).type("shipped", Shipped.class);
        var decider = Decider.of(Ship.class, events).decide(_ -> Decision.accept());
        var mend = "make it a record, an enum, a sealed interface of these, a text, a number, a time or a collection"
                + " of these";
        assertThat(check(events, decider)).containsExactly(
                new Problem("events of Shipped", "component details of Shipped: component note of Details: Object"
                        + " cannot be stored and read back as what it was", mend),
                new Problem("events of Shipped", "component details of Shipped: component amount of Details: Number"
                        + " cannot be stored and read back as what it was", mend),
                new Problem("decider Ship", "component then of Ship: Runnable cannot be stored and read back as what"
                        + " it was", mend));
    }

    @Test
    void a_case_that_is_named_twice_is_a_problem() {
        assertThat(check(WEATHER.type("poured", Weather.Rained.class))).containsExactly(
                new Problem("events of Weather", "Rained is named twice", "name each type once"));
    }

    @Test
    void a_name_that_two_types_have_is_a_problem() {
        var events = Events.of(Weather.class).type("fell", Weather.Rained.class).type("fell", Weather.Snowed.class);
        assertThat(check(events)).containsExactly(new Problem("events of Weather", "two types have the name 'fell'",
                "a stored event must tell its type by its name: rename one"));
    }

    @Test
    void a_name_is_one_over_all_lists_of_events() {
        record Other() {}
        var others = Events.of(Other.class).type("rained", Other.class);
        assertThat(check(WEATHER, others)).extracting(Problem::what)
                .containsExactly("two types have the name 'rained'");
    }

    @Test
    void a_family_that_is_neither_record_nor_sealed_is_a_problem() {
        assertThat(check(Events.of(Object.class))).containsExactly(new Problem("events of Object",
                "java.lang.Object is neither a record nor a sealed interface of records: make it one",
                "events and commands are records of a sealed interface"));
    }

    @Test
    void a_command_that_is_neither_record_nor_sealed_is_a_problem() {
        var decider = Decider.of(String.class, Bank.EVENTS).decide(_ -> Decision.accept());
        assertThat(check(Bank.EVENTS, decider)).containsExactly(new Problem("decider String",
                "java.lang.String is neither a record nor a sealed interface of records: make it one",
                "events and commands are records of a sealed interface"));
    }

    @Test
    void a_command_that_two_deciders_decide_is_a_problem() {
        var other = Decider.of(BankCommand.AtCounter.class, Bank.EVENTS).decide(_ -> Decision.accept());
        assertThat(check(Bank.EVENTS, Decider.of(Deposit.class, Bank.EVENTS).decide(_ -> Decision.accept()), other))
                .containsExactly(new Problem("decider AtCounter", "Deposit is decided by another decider too",
                        "one decider for each command"));
    }

    @Test
    void a_name_that_a_projection_and_a_reaction_share_is_a_problem() {
        var projection = Projection.sql("totals", 1).on(Noted.class, (_, _) -> {});
        var reaction = Reaction.named("totals").on(Noted.class, (_, _) -> {});
        assertThat(check(Bank.EVENTS, projection, reaction)).containsExactly(new Problem("totals",
                "two parts have this name", "a checkpoint belongs to one part: rename one"));
    }

    @Test
    void a_part_that_reads_nothing_is_a_problem() {
        var mend = "say what it does by on(..), or drop it";
        assertThat(check(Projection.sql("totals", 1), Reaction.named("clerk"))).containsExactly(
                new Problem("totals", "it reads no events", mend), new Problem("clerk", "it reads no events", mend));
        var decider = Decider.of(Note.class, Bank.EVENTS)
                .reading(Fold.by(Bank.ACCOUNT).from(0), Note::text).decide((_, _) -> Decision.accept());
        assertThat(check(Bank.EVENTS, decider)).containsExactly(new Problem("decider Note, fold by account",
                "it has no steps", "say what an event does by on(..)"));
    }

    @Test
    void a_decider_whose_events_are_no_part_is_a_problem() {
        assertThat(check(Bank.NOTING)).containsExactly(new Problem("decider Note",
                "its events, BankEvent, are no part of the application", "add them to with(..)"));
    }

    @Test
    void a_decider_that_reads_five_folds_is_a_problem() {
        var reading = new Decider.Reading<Note, String, Long>(Bank.BALANCE, false, false, note -> List.of(note.text()));
        var decider = new Decider<>(Note.class, Bank.EVENTS, List.of(BankEvent.class), Optional.empty(),
                Collections.nCopies(5, reading), _ -> Decision.accept(), CodePlace.UNKNOWN);
        assertThat(check(Bank.EVENTS, decider)).containsExactly(
                new Problem("decider Note", "it reads 5 folds", "at most 4: make it two deciders"));
    }

    @Test
    void a_decider_that_reads_where_it_never_writes_is_a_problem() {
        var fold = Fold.by(CITY).from(0).on(Weather.Rained.class, (days, _) -> days + 1);
        assertThat(check(Bank.EVENTS, WEATHER, reading(fold))).containsExactly(new Problem("decider Note",
                "it reads key 'city', under which none of its events is filed, so two of its commands can never"
                        + " conflict there",
                "file what it writes under that key, or say consulting(..) where it is only looked up"));
    }

    @Test
    void a_decider_that_reads_nothing_of_what_it_writes_is_a_problem() {
        var opened = Fold.by(Bank.ACCOUNT).from(0).on(Opened.class, (times, _) -> times + 1);
        Decider<Deposit, BankEvent> blind = Decider.of(Deposit.class, Bank.EVENTS).writing(Deposited.class)
                .reading(opened, Deposit::account).decide((_, _) -> Decision.accept());
        assertThat(check(Bank.EVENTS, blind)).extracting(Problem::what).containsExactly("it reads key 'account', under"
                + " which none of its events is filed that it reads there, so two of its commands can never conflict"
                + " there");
        Decider<Deposit, BankEvent> seeing = Decider.of(Deposit.class, Bank.EVENTS).writing(Deposited.class)
                .reading(opened, Deposit::account).reading(Bank.BALANCE, Deposit::account)
                .decide((_, _, _) -> Decision.accept());
        assertThat(check(Bank.EVENTS, seeing)).isEmpty();
    }

    @Test
    void a_decider_may_consult_where_it_never_writes() {
        var fold = Fold.by(CITY).from(0).on(Weather.Rained.class, (days, _) -> days + 1);
        var decider = Decider.of(Note.class, Bank.EVENTS).consulting(fold, Note::text)
                .decide((_, _) -> Decision.accept());
        assertThat(check(Bank.EVENTS, WEATHER, decider)).isEmpty();
    }

    @Test
    void a_refusal_that_cannot_be_kept_is_a_problem() {
        record TooLate(Date since) {}
        var decider = Decider.of(Note.class, Bank.EVENTS).refusing(TooLate.class).decide(_ -> Decision.accept());
        assertThat(check(Bank.EVENTS, decider)).containsExactly(new Problem("decider Note, what it refuses with",
                "component since of TooLate: Date can change, or cannot be stored",
                "a refusal is a value as a state is: a record, an enum or a sealed interface of these"));
    }

    @Test
    void a_step_on_an_event_of_no_part_is_a_problem() {
        var fold = Fold.by(Bank.ACCOUNT).from(0).on(Weather.class, (days, _) -> days);
        assertThat(check(Bank.EVENTS, reading(fold))).containsExactly(
                new Problem("decider Note, fold by account", "Rained is no event of the application",
                        "add its Events to with(..)"),
                new Problem("decider Note, fold by account", "Snowed is no event of the application",
                        "add its Events to with(..)"));
    }

    @Test
    void a_step_on_an_event_that_is_not_filed_under_the_key_is_a_problem() {
        var fold = Fold.by(Bank.OWNER).from(0L).on(Deposited.class, (sum, event) -> sum + event.cents());
        assertThat(check(Bank.EVENTS, reading(fold))).containsExactly(new Problem("decider Note, fold by owner",
                "account.deposited is not filed under 'owner', so it is never seen",
                "file it there, or drop the step"));
    }

    @Test
    void a_step_on_an_event_of_many_values_must_be_told_which() {
        var fold = Fold.by(Bank.ACCOUNT).from(0L).on(Moved.class, (sum, event) -> sum + event.cents());
        assertThat(check(Bank.EVENTS, reading(fold))).containsExactly(new Problem("decider Note, fold by account",
                "money.moved is filed under many values of 'account'",
                "use onEach(..), whose step is told which value it is for"));
    }

    @Test
    void two_filings_under_one_key_are_many_values() {
        record Paid(String by, String to) {}
        var events = Events.of(Paid.class).type("paid", Paid.class, CITY.of(Paid::by), CITY.of(Paid::to));
        var fold = Fold.by(CITY).from(0).on(Paid.class, (n, _) -> n + 1);
        var decider = Decider.of(Note.class, events).reading(fold, Note::text).decide((_, _) -> Decision.accept());
        assertThat(check(events, decider)).extracting(Problem::what)
                .containsExactly("paid is filed under many values of 'city'");
    }

    @Test
    void a_state_that_can_change_is_a_problem() {
        var fold = Fold.by(Bank.ACCOUNT).from(new ArrayList<String>()).on(Opened.class, (names, _) -> names);
        assertThat(check(Bank.EVENTS, reading(fold))).containsExactly(new Problem("decider Note, fold by account",
                "ArrayList can change, or cannot be stored",
                "a state is a record, an enum, a string, a number, a time or an unmodifiable collection of these"));
    }

    @Test
    void a_projection_or_reaction_on_an_event_of_no_part_is_a_problem() {
        var projection = Projection.sql("rain", 1).on(Weather.Rained.class, (_, _) -> {});
        var reaction = Reaction.named("plough").on(Weather.Snowed.class, (_, _) -> {});
        assertThat(check(projection, reaction)).containsExactly(
                new Problem("rain", "Rained is no event of the application", "add its Events to with(..)"),
                new Problem("plough", "Snowed is no event of the application", "add its Events to with(..)"));
    }

    @Test
    void a_reaction_that_sends_what_nothing_decides_is_a_problem() {
        var reaction = Reaction.named("clerk").sending(Note.class, Deposit.class).on(Opened.class, (_, _) -> {});
        assertThat(check(Bank.EVENTS, Bank.NOTING, reaction)).containsExactly(new Problem("reaction clerk",
                "it sends Deposit, which nothing decides", "add a decider for it"));
    }

    @Test
    void batches_under_a_time_limit_are_a_problem() {
        var limited = Policy.DEFAULT.timeLimit(Duration.ofSeconds(1));
        var batches = Reaction.named("clerk").onBatch(Opened.class, 10, _ -> {});
        assertThat(check(Bank.EVENTS, batches)).isEmpty();
        assertThat(check(Bank.EVENTS, Reaction.named("clerk").on(Opened.class, (_, _) -> {}).policy(limited)))
                .isEmpty();
        assertThat(check(Bank.EVENTS, batches.policy(limited))).containsExactly(new Problem("reaction clerk",
                "it takes batches under a time limit, and an event's wait for its batch would count",
                "leave timeLimit(..) out, and have what the batch calls limit itself"));
    }

    @Test
    void a_reaction_that_sends_something_that_is_no_command_is_a_problem() {
        var reaction = Reaction.named("clerk").sending(Thread.class).on(Noted.class, (_, _) -> {});
        assertThat(check(Bank.EVENTS, reaction)).extracting(Problem::where, Problem::what)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("reaction clerk",
                        "java.lang.Thread is neither a record nor a sealed interface of records: make it one"));
    }

    @Test
    void an_event_that_belongs_in_no_lane_or_in_several_is_a_problem() {
        var lanes = Projection.sql("lanes", 1).on(Moved.class, (_, _) -> {}).on(Noted.class, (_, _) -> {})
                .on(Deposited.class, (_, _) -> {}).parallelBy(Bank.ACCOUNT);
        assertThat(check(Bank.EVENTS, lanes)).containsExactly(
                new Problem("lanes", "its events go to lanes by 'account', and money.moved is filed under many values"
                        + " of it", "file it under one value, by account.of(..), or drop parallelBy(..)"),
                new Problem("lanes", "its events go to lanes by 'account', and note.made is filed under no value of it",
                        "file it under one value, by account.of(..), or drop parallelBy(..)"));
    }

    @Test
    void what_a_policy_asks_that_a_projection_has_not_is_a_problem_by_its_name() {
        var policy = Projection.POLICY.timeLimit(Duration.ofSeconds(1)).breaker(Breaker.DEFAULT)
                .rate(1, Duration.ofSeconds(1)).bulkhead(2).lanes(3).deadLettersMax(7);
        var sql = Projection.sql("notes", 1).on(Noted.class, (_, _) -> {});
        var store = Projection.into("notes", new NowhereStore()).reading(Noted.class);
        var memory = Projection.inMemory("notes", Object::new).on(Noted.class, (_, _) -> {});
        for (var part : List.of(sql.policy(policy), store.policy(policy), memory.policy(policy))) {
            assertThat(check(Bank.EVENTS, part)).extracting(problem -> problem.what().split(",", 2)[0]).containsExactly(
                    "its policy says timeLimit(..)", "its policy says breaker(..)", "its policy says rate(..)",
                    "its policy says bulkhead(..)", "its policy says lanes(3)", "its policy says deadLettersMax(7)");
        }
        for (var part : List.of(sql, store, memory)) {
            assertThat(check(Bank.EVENTS, part)).isEmpty();
        }
    }

    private static final class NowhereStore implements ProjectionStore {
        @Override
        public Optional<String> checkpoint() {
            return Optional.empty();
        }

        @Override
        public void write(List<Event<?>> events, String checkpoint) {}
    }

    @Test
    void all_problems_are_found_at_once() {
        var events = Events.of(Weather.class).type("rained", Weather.Rained.class);
        var projection = Projection.sql("notes", 1).on(Noted.class, (_, _) -> {}).on(Booked.class, (_, _) -> {});
        assertThat(check(events, Bank.NOTING, projection, Reaction.named("notes").sending(Deposit.class)))
                .extracting(problem -> problem.toString().replaceFirst(
                        " \\[io\\.thence\\.(ChecksTest|bank\\.Bank)\\((ChecksTest|Bank)\\.java:\\d+\\)]$", ""))
                .containsExactly(
                        "events of Weather: Snowed has no name; add .type(\"..\", Snowed.class, ..)",
                        "notes: two parts have this name; a checkpoint belongs to one part: rename one",
                        "decider Note: its events, BankEvent, are no part of the application; add them to with(..)",
                        "notes: Noted is no event of the application; add its Events to with(..)",
                        "notes: Deposited is no event of the application; add its Events to with(..)",
                        "notes: Withdrawn is no event of the application; add its Events to with(..)",
                        "notes: it reads no events; say what it does by on(..), or drop it",
                        "reaction notes: it sends Deposit, which nothing decides; add a decider for it");
    }

    @Test
    void a_null_part_is_refused_by_its_number() {
        assertThatThrownBy(() -> Application.named("bank").with(Bank.EVENTS, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("application 'bank': part 2 of with(..) is null: a constant is used before its class has"
                        + " set it; declare it earlier");
    }
}
