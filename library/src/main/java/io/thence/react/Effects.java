// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.DeadLetter;
import io.thence.Effect;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.event.Json;
import io.thence.processor.DeadLetters;
import io.thence.processor.Told;
import io.thence.react.EffectBook.Standing;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.store.EventLog;
import io.thence.store.EventStore;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The calls of a reaction to the outside of which it is not known whether they have happened, and what somebody says of
 * them who has found out. That is an event that names him and the reason; then the dead letter is retried. From any
 * thread.
 */
public final class Effects {

    private final String reaction;
    private final Optional<Reaction> running;
    private final EventStore store;
    private final DeadLetters letters;

    private Effects(String reaction, Optional<Reaction> running, EventStore store, DeadLetters letters) {
        this.reaction = reaction;
        this.running = running;
        this.store = store;
        this.letters = letters;
    }

    /** Those of {@code reaction}, whose events are in {@code store} and whose dead letters are {@code letters}. */
    public static Effects of(Reaction reaction, EventStore store, DeadLetters letters) {
        return new Effects(reaction.name(), Optional.of(reaction), store, letters);
    }

    /** Those of {@code reaction}, which does not run, in {@code store}. */
    public static Effects atRest(EventStore store, String reaction) {
        return new Effects(reaction, Optional.empty(), store, DeadLetters.atRest(store, reaction));
    }

    /** Those of all reactions of {@code log} whose event is a dead letter that waits, the oldest of each first. */
    public static List<OpenEffect> all(EventLog log) {
        return open(log, DeadLetters.all(log));
    }

    /** All whose event is a dead letter that waits, the oldest first. */
    public List<OpenEffect> open() {
        return open(store, letters.list());
    }

    private static List<OpenEffect> open(EventLog log, List<DeadLetter> letters) {
        return waiting(log, letters).stream().filter(one -> one.standing instanceof Standing.Open)
                .map(Waiting::effect).toList();
    }

    /** An effect of an event that waits as a dead letter, open or not. */
    private record Waiting(OpenEffect effect, Standing standing) {

        /** Whether {@code said} is what was said of it: by who was cut short before he had the dead letter retried. */
        boolean isToldAs(EffectEvent said) {
            return switch (standing) {
                case Standing.Done(_, var answer) -> said instanceof Happened happened
                        && tree(answer).equals(tree(happened.answer()));
                case Standing.NotYet _ -> said instanceof NotHappened;
                case Standing.Open _ -> false;
            };
        }

        private static JsonNode tree(String answer) {
            return Json.tree(answer.getBytes(StandardCharsets.UTF_8), "the answer of an effect");
        }
    }

    private static List<Waiting> waiting(EventLog log, List<DeadLetter> letters) {
        var waiting = new ArrayList<Waiting>();
        for (var letter : letters) {
            if (letter.status() == DeadLetter.Status.WAITING) {
                EffectBook.of(log, letter.consumer(), new EventId(letter.event())).all().values()
                        .forEach(standing -> waiting.add(
                                new Waiting(new OpenEffect(standing.begun(), letter), standing)));
            }
        }
        return waiting;
    }

    /**
     * What was begun under {@code key} has happened; its event is retried, and the handler is told {@code answer}. To
     * say the same again while the dead letter waits has it retried: for who was cut short.
     *
     * @param answer what was answered, or would have been
     * @param by     who says so
     * @param why    how it was found out; stored in clear
     * @throws BadRequest if nothing is open under that key, or something else was said of it, or the effect does not
     *                    answer so, or its application does not run
     */
    public void happened(String key, Object answer, String by, String why) {
        var found = of(key);
        var effect = effect(found.effect()).orElseThrow(() -> new BadRequest("reaction '" + reaction
                + "' does not run here, so say what was answered as JSON, by happenedAs(..), or start its"
                + " application"));
        happened(found, Calls.text(effect, answer), by, why);
    }

    /**
     * The same, with the answer as it is kept. Where the application does not run, nobody can tell whether its effect
     * answers so: what it cannot read is a dead letter again, that only other code, or being discarded, helps.
     *
     * @param json the answer as JSON, as {@link EffectEvent.Happened#answer} has others
     * @throws BadRequest if nothing is open under that key, or something else was said of it, or {@code json} is no
     *                    JSON or too long, or a running application's effect does not answer so
     */
    public void happenedAs(String key, String json, String by, String why) {
        var found = of(key);
        happened(found, Calls.text(found.effect().effect(), effect(found.effect()), json), by, why);
    }

    private void happened(Waiting found, String answer, String by, String why) {
        say(found, new Happened(found.standing().begun().which(), answer, by, why), by, why);
    }

    /** The effect that is open, where its application runs. */
    private Optional<Effect<?, ?>> effect(OpenEffect open) {
        return running.map(known -> known.calls().stream().filter(one -> one.name().equals(open.effect())).findFirst()
                .orElseThrow(() -> new BadRequest("reaction '" + reaction + "' has no effect '" + open.effect()
                        + "' any more: use the version that called it, or discard its dead letter")));
    }

    /**
     * What was begun under {@code key} has not happened; its event is retried, and it is called then. To say so again
     * while the dead letter waits has it retried.
     *
     * @throws BadRequest if nothing is open under that key, or something else was said of it
     */
    public void notHappened(String key, String by, String why) {
        var found = of(key);
        Begun begun = found.standing().begun();
        say(found, new NotHappened(begun.which(), begun.attempt(), by, why), by, why);
    }

    /** Says it and has the dead letter retried: two appends, so who is cut short between them says the same again. */
    private void say(Waiting found, EffectEvent said, String by, String why) {
        Told.check(by, why);
        var letter = found.effect().letter();
        if (!found.isToldAs(said) && !EffectLog.sayFirst(store, said, new EventId(letter.event()), Origin.of(by))) {
            throw nothing(found.effect().key());
        }
        letters.retry(letter.key(), by, why);
    }

    private Waiting of(String key) {
        return waiting(store, letters.list()).stream().filter(one -> one.effect().key().equals(key)).findFirst()
                .orElseThrow(() -> nothing(key));
    }

    private BadRequest nothing(String key) {
        return new BadRequest("no effect of reaction '" + reaction + "' is open under key " + key
                + ": list those that are");
    }
}
