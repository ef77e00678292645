// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.CommandId;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.Durability;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Truncation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes batches and queries by chance, such as fit what is in a store. */
final class Wishes {

    static final List<String> CONSUMERS = List.of("reader", "view");

    private final SplittableRandom random;
    private final String name;
    private final Model model;
    private final Lineage lineage;

    /** What {@code seed} wishes for in a store that is like {@code model}. */
    Wishes(long seed, Model model, Lineage lineage) {
        random = new SplittableRandom(seed);
        name = Long.toHexString(seed);
        this.model = model;
        this.lineage = lineage;
    }

    boolean chance(int of) {
        return random.nextInt(of) == 0;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    KeyValue key() {
        return new KeyValue(random.nextBoolean() ? "account" : "order", String.valueOf(random.nextInt(3)));
    }

    String type() {
        return "type" + random.nextInt(4);
    }

    Append append(Durability durability) {
        var events = new ArrayList<NewEvent>();
        for (int count = chance(6) ? 0 : 1 + random.nextInt(3); count > 0; count--) {
            events.add(event(events.size(), chance(9) ? 300 + random.nextInt(900) : random.nextInt(60)));
        }
        if (chance(14)) {
            int at = random.nextInt(events.size() + 1);
            var floor = floor();
            events.add(floor.type().equals(Truncation.TOMBSTONED) ? events.size() : at, floor);
        }
        var append = Append.of(events, chance(3) ? Origin.of("urn:crash").correlatedBy("c" + random.nextInt(3))
                : Origin.of("")).on(condition()).answered(durability);
        if (events.isEmpty() || chance(3)) {
            append = append.of(command());
            append = events.isEmpty() && chance(2) ? append.refused("not now") : append;
        }
        return chance(6) ? with(append, word()) : append;
    }

    /** Leaves open some of what the consumer has left open, and of what is new. */
    private Finished word() {
        var consumer = CONSUMERS.get(random.nextInt(2));
        var before = model.checkpoint(consumer);
        long upTo = 1L + model.events().size() + random.nextInt(3) - random.nextInt(2);
        var open = new ArrayList<>(before.open());
        for (long position = before.upTo() + 1; position <= upTo; position++) {
            open.add(position);
        }
        open.removeIf(position -> position > upTo || !chance(4));
        return new Finished(consumer, 1L + random.nextInt(2), upTo, open);
    }

    private NewEvent floor() {
        int size = model.events().size();
        return switch (random.nextInt(6)) {
            case 0, 1, 2 -> Truncation.all(key());
            case 3, 4 -> Truncation.before(key(), new Position(lineage, 1L + random.nextInt(size + 2)));
            default -> Truncation.tombstone(key());
        };
    }

    /** A batch that lets go of what the last event that has a key is filed under, or of a part of it. */
    Append truncation(Durability durability) {
        var keys = model.events().reversed().stream().map(event -> event.event().keys()).filter(all -> !all.isEmpty())
                .findFirst().orElseGet(() -> List.of(key()));
        var events = new ArrayList<NewEvent>();
        int size = model.events().size();
        int kind = random.nextInt(5);
        for (var key : keys.subList(0, Math.min(keys.size(), 2))) {
            events.add(kind < 3 ? Truncation.all(key) : kind < 4
                    ? Truncation.before(key, new Position(lineage, 1L + random.nextInt(size + 1)))
                    : Truncation.tombstone(key));
        }
        if (kind == 0) {
            events.add(NewEvent.of("summary", 1, keys, data(20)));
        }
        return Append.of(events, Origin.of("")).answered(durability);
    }

    /** A batch that fills a segment. */
    Append large(Durability durability) {
        return Append.of(List.of(event(0, 1_200)), Origin.of("")).answered(durability);
    }

    /** A batch under so many keys that the index has enough of it. */
    Append wide(Durability durability) {
        var keys = new ArrayList<KeyValue>();
        for (int i = 0; i < 14; i++) {
            keys.add(new KeyValue("wide", name + i));
        }
        return Append.of(List.of(NewEvent.of(type(), 1, keys, data(10))), Origin.of(""))
                .answered(durability);
    }

    private static Append with(Append append, Finished word) {
        return new Append(append.events(), append.condition(), append.command(), append.refused(), append.origin(),
                List.of(word), append.answered());
    }

    private NewEvent event(int ordinal, int bytes) {
        var first = key();
        var second = key();
        var keys = chance(6) ? List.<KeyValue>of() : chance(2) && !second.equals(first) ? List.of(first, second)
                : List.of(first);
        var event = NewEvent.of(type(), 1, keys, data(bytes));
        return chance(6) ? event.identified(new EventId("own-" + name + "-" + ordinal)) : event;
    }

    private byte[] data(int bytes) {
        var text = "{\"n\":\"" + name + random.nextInt(1_000) + "x".repeat(bytes) + "\"}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Command command() {
        var known = List.copyOf(model.commands().values());
        if (!known.isEmpty() && chance(5)) {
            var old = known.get(random.nextInt(known.size())).command();
            return chance(3) ? new Command(old.id(), ContentHash.sha256(new byte[] {1})) : old;
        }
        return new Command(new CommandId("command-" + name), ContentHash.sha256(new byte[0]));
    }

    private Condition condition() {
        return switch (random.nextInt(6)) {
            case 0 -> {
                var key = key();
                yield new Condition.Revision(key, model.revision(key) - (chance(5) ? 1 : 0));
            }
            case 1, 2 -> new Condition.NothingNew(query(), position());
            default -> Condition.NONE;
        };
    }

    /** A position, more often a late one. */
    Position position() {
        int size = model.events().size();
        return new Position(lineage, chance(4) ? random.nextInt(size + 1) : size - Math.min(size, random.nextInt(3)));
    }

    /** A query with terms. */
    Query query() {
        var terms = new ArrayList<Query.Term>();
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            terms.add(switch (random.nextInt(4)) {
                case 0 -> new Query.Term(Set.of(type()), List.of());
                case 1 -> new Query.Term(Set.of(type()), List.of(key()));
                case 2 -> new Query.Term(Set.of(), List.of(new KeyValue("account", String.valueOf(random.nextInt(3))),
                        new KeyValue("order", String.valueOf(random.nextInt(3)))));
                default -> new Query.Term(Set.of(), List.of(key()));
            });
        }
        return new Query(terms);
    }
}
