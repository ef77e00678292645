// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.run.Thence;
import io.thence.store.Query;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import static io.thence.Decision.accept;

/** Items are put on shelves, and labels for them are printed: by whom, each test says. */
final class Shelves {

    static final String PUT = "item.put";
    static final String PRINTED = "label.printed";

    record Put(String shelf, String item) {}

    record Print(String shelf, String item) {}

    sealed interface ShelfEvent {
        String shelf();

        String item();
    }

    record PutThere(String shelf, String item) implements ShelfEvent {}

    record Printed(String shelf, String item) implements ShelfEvent {}

    static final Key<String> SHELF = Key.of("shelf");
    static final Events<ShelfEvent> EVENTS = Events.of(ShelfEvent.class)
            .type(PUT, PutThere.class, SHELF.of(PutThere::shelf))
            .type(PRINTED, Printed.class, SHELF.of(Printed::shelf));
    static final Decider<Put, ShelfEvent> PUTTING = Decider.of(Put.class, EVENTS).writing(PutThere.class)
            .decide(put -> accept(new PutThere(put.shelf(), put.item())));
    static final Decider<Print, ShelfEvent> PRINTING = Decider.of(Print.class, EVENTS).writing(Printed.class)
            .decide(print -> accept(new Printed(print.shelf(), print.item())));

    private Shelves() {}

    /** With three who put so many items on shelves each, with pauses of less than {@code pauseMillis}. */
    static Simulator withWriters(Simulator simulator, int items, int pauseMillis) {
        for (int i = 0; i < 3; i++) {
            simulator = simulator.caller("writer-" + i, caller -> write(caller, items, pauseMillis));
        }
        return simulator;
    }

    private static void write(Caller caller, int items, int pauseMillis) {
        var chance = caller.random();
        for (int i = 0; i < items; i++) {
            var item = caller.name() + "/" + i;
            caller.send(new Put("shelf-" + chance.nextInt(4), item), item);
            caller.pause(Duration.ofMillis(chance.nextInt(pauseMillis)));
        }
    }

    /** The items of the events of a type, by shelf, in the order of the log. */
    static Map<String, List<String>> items(Thence thence, String type) {
        var items = new TreeMap<String, List<String>>();
        try (var events = thence.events(Query.types(Set.of(type))).stream()) {
            events.map(event -> (ShelfEvent) event.data()).forEach(event ->
                    items.computeIfAbsent(event.shelf(), _ -> new ArrayList<>()).add(event.item()));
        }
        return items;
    }
}
