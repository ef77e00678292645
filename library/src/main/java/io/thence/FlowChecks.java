// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds what is wrong with how an application's parts lead to one another: events that are read and come from nowhere,
 * and circles, in which an event leads to a command, which leads to an event, and so back to the first. It knows what
 * parts declare, not what their code does: a decider of many commands leads from each to all that it says it writes.
 */
final class FlowChecks {

    private final Application application;
    private final Map<Class<?>, EventType<?>> types;
    private final List<Problem> problems;

    /** For an application whose {@code types} of events are known by their records. */
    FlowChecks(Application application, Map<Class<?>, EventType<?>> types, List<Problem> problems) {
        this.application = application;
        this.types = types;
        this.problems = problems;
    }

    void run() {
        var written = new HashSet<Class<?>>();
        application.deciders().forEach(decider -> written.addAll(written(decider)));
        application.sources().forEach(source -> written.addAll(records(source.brings().stream())));
        application.schedules().stream().filter(Schedule::brings)
                .forEach(schedule -> written.addAll(records(Stream.of(schedule.makes()))));
        application.folds().forEach(fold -> written.addAll(records(fold.closedBy().stream())));
        application.events().stream().flatMap(events -> events.retired().stream())
                .flatMap(retired -> retired.parts().stream()).forEach(part -> written.add(part.record()));
        application.events().stream().flatMap(events -> events.merges().stream())
                .forEach(merged -> written.add(merged.record()));
        for (var part : application.parts()) {
            var unwritten = new TreeSet<String>();
            for (var record : read(part)) {
                var type = types.get(record);
                if (type != null && !written.contains(record)) {
                    unwritten.add(type.name());
                }
            }
            if (!unwritten.isEmpty()) {
                problems.add(Where.named(part).warning("it reads " + String.join(", ", unwritten)
                                + ", and nothing in the application declares to write "
                                + (unwritten.size() == 1 ? "it" : "them"),
                        "add a decider that does, or name them in writing(..) of the one that does; where they come in"
                                + " by another way, add a Source, and where books are closed by them, say closedBy(..)"
                                + " on the fold"));
            }
        }
        circles();
    }

    /** The events that a part reads and acts on; a saga hears answers too, which end with its asks. */
    private static Set<Class<?>> read(Part part) {
        return switch (part) {
            case Events<?> _ -> Set.of();
            case Decider<?, ?> _ -> Set.of();
            case Queries _ -> Set.of();
            case Source _, Schedule _ -> Set.of();
            case Alert alert -> alert.watched() instanceof Watched.OfEvents<?> events
                    ? records(Stream.of(events.reading().type())) : Set.of();
            case Projection projection -> records(projection.clauses().stream().map(Projection.Clause::type));
            case MemoryProjection<?> projection ->
                records(projection.clauses().stream().map(MemoryProjection.Clause::type));
            case StoreProjection projection -> records(projection.reads().stream());
            case Reaction reaction -> records(reaction.clauses().stream().map(Reaction.Clause::type));
            case Saga<?, ?> saga -> records(saga.triggers().stream());
        };
    }

    private static Set<Class<?>> written(Decider<?, ?> decider) {
        return records(decider.written().stream());
    }

    private static Set<Class<?>> decided(Decider<?, ?> decider) {
        return records(Stream.of(decider.commands()));
    }

    /** The records of {@code types}; a type that has none is a problem that is found elsewhere. */
    private static Set<Class<?>> records(Stream<? extends Class<?>> types) {
        var records = new LinkedHashSet<Class<?>>();
        types.forEach(type -> records.addAll(Cases.known(type)));
        return records;
    }

    /** A reaction or saga: it reads events and sends commands. */
    private record Sender(Where where, Part part, List<Class<?>> sends) {
        String name() {
            return where.name();
        }
    }

    /** How one leads to another: by the command that it sends, the decider of that, and an event of this. */
    private record Link(Sender from, Class<?> command, Decider<?, ?> decider, Class<?> event, Sender to) {}

    /** The shortest circle through each that does not say that it may repeat; each circle once. */
    void circles() {
        var senders = senders();
        var links = links(senders);
        var told = new HashSet<Set<String>>();
        for (var sender : senders) {
            var circle = circle(sender, links);
            if (!circle.isEmpty() && told.add(names(circle))) {
                problems.add(sender.where().error("what it sends leads back to it: " + path(circle),
                        "let a decider on the way say which events it writes, by writing(..), or let a reaction or"
                                + " saga on it say mayRepeat(\"why it ends\")"));
            }
        }
    }

    private static Set<String> names(List<Link> circle) {
        return circle.stream().map(link -> link.from().name()).collect(Collectors.toSet());
    }

    private List<Sender> senders() {
        var senders = new ArrayList<Sender>();
        application.reactions().stream().filter(reaction -> reaction.repeats().isEmpty())
                .forEach(reaction -> senders.add(new Sender(Where.of(reaction), reaction, reaction.sends())));
        application.sagas().stream().filter(saga -> saga.repeats().isEmpty())
                .forEach(saga -> senders.add(new Sender(Where.of(saga), saga, saga.sends())));
        return senders;
    }

    private List<Link> links(List<Sender> senders) {
        var links = new ArrayList<Link>();
        for (var from : senders) {
            for (var decider : application.deciders()) {
                var commands = records(from.sends().stream());
                commands.retainAll(decided(decider));
                for (var to : commands.isEmpty() ? List.<Sender>of() : senders) {
                    var events = written(decider);
                    events.retainAll(read(to.part()));
                    if (!events.isEmpty()) {
                        links.add(new Link(from, commands.iterator().next(), decider, events.iterator().next(), to));
                    }
                }
            }
        }
        return links;
    }

    /** The shortest way from a sender back to it; empty if there is none. */
    private static List<Link> circle(Sender start, List<Link> links) {
        var ways = new ArrayDeque<List<Link>>();
        ways.add(List.of());
        var seen = new HashSet<String>();
        while (!ways.isEmpty()) {
            var way = ways.remove();
            var here = way.isEmpty() ? start : way.getLast().to();
            for (var link : links) {
                if (link.from().name().equals(here.name())) {
                    var longer = Stream.concat(way.stream(), Stream.of(link)).toList();
                    if (link.to().name().equals(start.name())) {
                        return longer;
                    }
                    if (seen.add(link.to().name())) {
                        ways.add(longer);
                    }
                }
            }
        }
        return List.of();
    }

    private String path(List<Link> circle) {
        var path = new StringBuilder(circle.getFirst().from().name());
        for (var link : circle) {
            path.append(" -> ").append(link.command().getSimpleName())
                    .append(" -> decider ").append(link.decider().name())
                    .append(" -> ").append(name(link.event()))
                    .append(" -> ").append(link.to().name());
        }
        return path.toString();
    }

    private String name(Class<?> event) {
        var type = types.get(event);
        return type == null ? event.getSimpleName() : type.name();
    }
}
