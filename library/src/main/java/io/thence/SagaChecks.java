// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Finds what is wrong with a saga, but for events that the application does not know. */
final class SagaChecks<S> {

    private final Saga<?, S> saga;
    private final List<Problem> problems;
    private final Where where;
    private final Map<Class<?>, EventType<?>> types = new HashMap<>();
    private final Map<Class<?>, Decider<?, ?>> deciders = new HashMap<>();

    private SagaChecks(Saga<?, S> saga, Application application, List<Problem> problems) {
        this.saga = saga;
        this.problems = problems;
        where = Where.of(saga);
        for (var events : application.events()) {
            events.types().forEach(type -> types.put(type.record(), type));
        }
        for (var decider : application.deciders()) {
            Cases.known(decider.commands()).forEach(command -> deciders.put(command, decider));
        }
    }

    static void check(Saga<?, ?> saga, Application application, List<Problem> problems) {
        new SagaChecks<>(saga, application, problems).check();
    }

    private void found(String what, String mend) {
        problems.add(where.error(what, mend));
    }

    private void check() {
        state();
        var refused = new HashSet<String>();
        var asks = new HashMap<String, Ask<S, ?>>();
        boolean starts = false;
        twice();
        for (var clause : saga.clauses()) {
            switch (clause) {
                case Saga.OnEvent<S, ?> on -> {
                    starts |= on.starts();
                    Cases.known(on.type()).stream().map(types::get).filter(Objects::nonNull).forEach(this::trigger);
                }
                case Saga.OnAnswer<S, ?> on -> answer(on.ask(), on.type());
                case Saga.OnEachAnswer<S, ?> on -> answer(on.ask(), on.type());
                case Saga.OnRefusal<S> on -> refused.add(on.ask().name());
                case Saga.OnEachRefusal<S> on -> refused.add(on.ask().name());
                case Saga.OnAcceptance<S> _, Saga.OnEachAcceptance<S> _, Saga.OnWake<S> _ -> {}
            }
            clause.heard().ifPresent(ask -> same(asks, ask));
        }
        if (!starts) {
            found("nothing starts it", "say by startsOn(..) with which event it begins");
        }
        asks.values().forEach(ask -> ask(ask, refused));
    }

    /** Of two clauses for one thing the second would never be asked. */
    private void twice() {
        var seen = new HashSet<String>();
        for (var clause : saga.clauses()) {
            for (var what : what(clause)) {
                if (!seen.add(what)) {
                    found("two clauses are for " + what, "drop one: only the first would be asked");
                }
            }
        }
    }

    private static List<String> what(Saga.Clause<?> clause) {
        return switch (clause) {
            case Saga.OnEvent<?, ?> on -> Cases.known(on.type()).stream().map(record -> (on.starts() ? "the start on "
                    : "event ") + record.getSimpleName()).toList();
            case Saga.OnAnswer<?, ?> on -> answers(on.ask(), on.type());
            case Saga.OnEachAnswer<?, ?> on -> answers(on.ask(), on.type());
            case Saga.OnAcceptance<?> on -> List.of("the acceptance of ask '" + on.ask().name() + "'");
            case Saga.OnEachAcceptance<?> on -> List.of("the acceptance of ask '" + on.ask().name() + "'");
            case Saga.OnRefusal<?> on -> List.of("the refusal of ask '" + on.ask().name() + "'");
            case Saga.OnEachRefusal<?> on -> List.of("the refusal of ask '" + on.ask().name() + "'");
            case Saga.OnWake<?> on -> List.of("wake '" + on.wake() + "'");
        };
    }

    private static List<String> answers(Ask<?, ?> ask, Class<?> type) {
        return Cases.known(type).stream().map(record -> "answer " + record.getSimpleName() + " to ask '" + ask.name()
                + "'").toList();
    }

    private void state() {
        var type = saga.stateType();
        var fault = StateShape.check(type);
        fault.ifPresent(text -> found(text, "a state is a record, an enum or a sealed interface of these, of plain"
                + " values"));
        if (fault.isEmpty() && type.getTypeParameters().length > 0) {
            found("its state is a " + type.getSimpleName() + ", which says nothing of what is in it",
                    "make it a record of components with full types");
        }
    }

    private void same(Map<String, Ask<S, ?>> asks, Ask<S, ?> ask) {
        if (!asks.computeIfAbsent(ask.name(), _ -> ask).equals(ask)) {
            found("two asks have the name '" + ask.name() + "'", "rename one, or read one constant in both places");
        }
    }

    private void trigger(EventType<?> type) {
        var filings = type.filings().stream().filter(filing -> filing.key().name().equals(saga.key().name())).toList();
        if (filings.size() != 1 || filings.getFirst().many()) {
            found(type.name() + " is filed under " + (filings.isEmpty() ? "no value" : "many values") + " of its key '"
                    + saga.key().name() + "', so " + (filings.isEmpty() ? "it never sees it" : "it cannot tell for"
                    + " which instance it is"), "file it under one value, by " + saga.key().name() + ".of(..), or drop"
                    + " the clause");
        }
        personal(type);
    }

    /** What a step makes of an event goes into states and commands, which are stored as they are. */
    private void personal(EventType<?> type) {
        if (type.personal().isPresent()) {
            found("it reads " + type.name() + ", of which " + String.join(", ", type.personal().get().components())
                    + " is personal: what it makes of that would be stored in clear", "let it read an event without, "
                    + "and look up what is personal where it is used");
        }
    }

    private void answer(Ask<S, ?> ask, Class<?> answer) {
        var deciding = Cases.known(ask.command()).stream().map(deciders::get).filter(Objects::nonNull).toList();
        for (var record : Cases.known(answer)) {
            var type = types.get(record);
            boolean written = deciding.stream().anyMatch(decider -> decider.writes(record) && isOf(decider, record));
            if (type != null && written) {
                personal(type);
            } else if (!deciding.isEmpty()) { // where nothing decides, that is told of what it sends
                found("ask '" + ask.name() + "' is answered by " + record.getSimpleName()
                        + ", which the decider of " + ask.command().getSimpleName() + " does not write",
                        "name an event that it writes, or drop the clause");
            }
        }
    }

    private static boolean isOf(Decider<?, ?> decider, Class<?> record) {
        return decider.events().types().stream().anyMatch(type -> type.record() == record);
    }

    private void ask(Ask<S, ?> ask, Set<String> refused) {
        if (!refused.contains(ask.name())) {
            found("ask '" + ask.name() + "' may be refused, and nothing is done then", "say what by onRefused(..)");
        }
        decided(ask, ask.command());
        ask.undo().ifPresent(undo -> decided(ask, undo.command()));
    }

    private void decided(Ask<S, ?> ask, Class<?> command) {
        var records = Cases.known(command);
        if (records.isEmpty() || records.stream().anyMatch(record -> !deciders.containsKey(record))) {
            found("ask '" + ask.name() + "' sends " + command.getSimpleName() + ", which nothing decides",
                    "add a decider for it");
        }
    }
}
