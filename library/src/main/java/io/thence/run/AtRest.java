// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Annulled;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.InUse;
import io.thence.ThenceException.KeysMissing;
import io.thence.ThenceException.NoStore;
import io.thence.alert.EndedByHand;
import io.thence.command.Annulling;
import io.thence.log.LogStore;
import io.thence.processor.ConsumerRecord;
import io.thence.processor.Control;
import io.thence.processor.DeadLetters;
import io.thence.react.Effects;
import io.thence.saga.SagaTelling;
import io.thence.snapshot.Snapshots;
import io.thence.store.Checkpoint;
import io.thence.world.Disk;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/** What can be done to a store that no process runs, without its application. */
public final class AtRest {

    private static final Origin ORIGIN = Origin.of("thence-command");

    private AtRest() {}

    /**
     * A person was forgotten in a store at rest.
     *
     * @param subject  the person, as it is filed
     * @param repeated whether it had been forgotten before
     * @param events   how many events are filed under it, which stay
     * @param position of the event that says so
     * @param deleted  files of read models, which are built anew at the next start
     */
    public record Forgotten(
            KeyValue subject, boolean repeated, long events, Position position, List<String> deleted) {}

    /**
     * Annuls events, as {@link Thence#annul} does. No application is asked: at its next start a projection that has
     * taken one in undoes that, where it says how, and is built anew where it does not.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws BadRequest if an event is not there
     * @throws InUse      if a process runs the store: let it annul
     */
    public static Annulled annul(Engine engine, Annulling.Which events, String by, String why) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "annul(..)")) {
            return new Annulling(store, ORIGIN, _ -> {}).annul(events, by, why);
        }
    }

    /**
     * Tells what is to be done about the dead letters of {@code consumer}, which does it at its next start.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws BadRequest if no consumer of that name has ever run on it
     * @throws InUse      if a process runs the store: let it be told there
     */
    public static void deadLetters(Engine engine, String consumer, Consumer<DeadLetters> told) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "deadLetters(..)")) {
            refuseUnknown(store, consumer, "");
            told.accept(DeadLetters.atRest(store, consumer));
        }
    }

    /**
     * Tells {@code consumer} something as a whole, which it does at its next start.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws BadRequest if no consumer of that name has ever run on it
     * @throws InUse      if a process runs the store: let it be told there
     */
    public static void control(Engine engine, String consumer, Consumer<Control> told) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "control(..)")) {
            refuseUnknown(store, consumer, "; where a new reaction or saga begins its code says, by startingAt(..)");
            boolean isInLog = !store.checkpoint(consumer).equals(Checkpoint.NONE);
            told.accept(isInLog ? Control.atRest(store, consumer) : Control.ofProjectionAtRest(store, consumer));
        }
    }

    /**
     * Says what has become of calls of the reaction {@code consumer} to the outside; it is told at its next start.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws BadRequest if no consumer of that name has ever run on it
     * @throws InUse      if a process runs the store: let it be told there
     */
    public static void effects(Engine engine, String consumer, Consumer<Effects> told) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "effects(..)")) {
            refuseUnknown(store, consumer, "");
            told.accept(Effects.atRest(store, consumer));
        }
    }

    /**
     * Tells instances of {@code saga} how they are to end; they hear it at its next start.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws InUse      if a process runs the store: let it be told there
     */
    public static void saga(Engine engine, String saga, Consumer<SagaTelling> told) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "saga(..)")) {
            told.accept(SagaTelling.atRest(store, saga));
        }
    }

    /**
     * Has everything be over that is raised by the alert of this name, of which the code is gone; for how many keys.
     * Where it is not gone, the alert is raised again when its rule is found to hold.
     *
     * @throws NoStore    if there is none; it is not made
     * @throws BadRequest if nothing is raised by it
     * @throws InUse      if a process runs the store: let it be ended there
     */
    public static int endAlert(Engine engine, String alert, EndedByHand.By by) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "alerts().end(..)")) {
            return EndedByHand.end(engine.world(), store, alert, by);
        }
    }

    private static void refuseUnknown(LogStore store, String consumer, String besides) {
        ConsumerRecord.unknown(store, store.checkpoints(), consumer).ifPresent(why -> {
            throw new BadRequest(why + besides);
        });
    }

    /** Where it is in use, whoever runs it can do the same, by {@code method} of {@link Thence}. */
    private static LogStore open(Engine engine, Disk disk, String method) {
        try {
            return LogStore.open(engine.world(), disk, engine.log());
        } catch (InUse e) {
            throw e.or("tell the running application (Thence." + method + ")");
        }
    }

    private static void refuseNone(Engine engine) {
        if (!LogStore.isOn(engine.disk())) {
            throw new NoStore("there is no store in " + engine.disk().place() + ": check the directory");
        }
    }

    /**
     * Forgets a person: destroys its key, says so in the log, and deletes the read models beside it and all states of
     * folds, since only the application knows which of them know the person. Read models that the application keeps
     * elsewhere are cleared at its next start: the work is only finished then.
     *
     * @param clear the person, as code sees it
     * @throws NoStore     if there is none; it is not made
     * @throws BadRequest  if nothing is personal about values of that key, or nothing was ever stored about this one:
     *                     nothing is done then
     * @throws InUse       if a process runs the store: let it forget
     * @throws KeysMissing if the keys are not there
     */
    public static Forgotten forget(Engine engine, KeyValue clear) {
        refuseNone(engine);
        try (var disk = engine.disk();
                var store = open(engine, disk, "forget(..)")) {
            var known = PersonalData.keys(store).orElseThrow(() -> new BadRequest("nothing in the log in "
                    + disk.place() + " is personal: no application has declared it"));
            if (!known.subjects().contains(clear.key())) {
                throw new BadRequest("nothing in this log is about a value of '" + clear.key()
                        + "': it can forget values of " + known.subjects());
            }
            try (var data = PersonalData.open(engine, store)) {
                var subject = data.privacy(new TreeSet<>(known.personal())).filed(clear);
                if (!data.isKnown(subject)) {
                    throw new BadRequest("nothing is filed under that value of '" + clear.key()
                            + "', and nothing ever was stored about it: check how it is spelled; nothing was done");
                }
                var done = data.erase(subject);
                var deleted = engine.views().deleteAllBut(List.of());
                Snapshots.erase(disk);
                return new Forgotten(subject, done.repeated(), data.events(subject), done.position(), deleted);
            } finally {
                engine.keys().close();
            }
        }
    }
}
