// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.DeadLetter;
import io.thence.Effect;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Reaction;
import io.thence.ThenceException.BadRequest;
import io.thence.processor.DeadLetters;
import io.thence.processor.Told;
import io.thence.react.EffectBook.Standing;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.store.EventLog;
import io.thence.store.EventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
        var open = new ArrayList<OpenEffect>();
        for (var letter : letters) {
            if (letter.status() == DeadLetter.Status.WAITING) {
                EffectBook.of(log, letter.consumer(), new EventId(letter.event())).all().values().forEach(standing -> {
                    if (standing instanceof Standing.Open(var begun)) {
                        open.add(new OpenEffect(begun, letter));
                    }
                });
            }
        }
        return open;
    }

    /**
     * What was begun under {@code key} has happened; its event is retried, and the handler is told {@code answer}.
     *
     * @param answer what was answered, or would have been
     * @param by     who says so
     * @param why    how it was found out; stored in clear
     * @throws BadRequest if nothing is open under that key, or somebody has said so before, or the effect does not
     *                    answer so, or its application does not run
     */
    public void happened(String key, Object answer, String by, String why) {
        var open = of(key);
        var effect = effect(open).orElseThrow(() -> new BadRequest("reaction '" + reaction + "' does not run here, so"
                + " say what was answered as JSON, by happenedAs(..), or start its application"));
        happened(open, Calls.text(effect, answer), by, why);
    }

    /**
     * The same, with the answer as it is kept. Where the application does not run, nobody can tell whether its effect
     * answers so: what it cannot read is a dead letter again, that only other code, or being discarded, helps.
     *
     * @param json the answer as JSON, as {@link EffectEvent.Happened#answer} has others
     * @throws BadRequest if nothing is open under that key, or somebody has said so before, or {@code json} is no JSON
     *                    or too long, or a running application's effect does not answer so
     */
    public void happenedAs(String key, String json, String by, String why) {
        var open = of(key);
        happened(open, Calls.text(open.effect(), effect(open), json), by, why);
    }

    private void happened(OpenEffect open, String answer, String by, String why) {
        say(open, new Happened(open.begun().which(), answer, by, why), by, why);
    }

    /** The effect that is open, where its application runs. */
    private Optional<Effect<?, ?>> effect(OpenEffect open) {
        return running.map(known -> known.calls().stream().filter(one -> one.name().equals(open.effect())).findFirst()
                .orElseThrow(() -> new BadRequest("reaction '" + reaction + "' has no effect '" + open.effect()
                        + "' any more: use the version that called it, or discard its dead letter")));
    }

    /**
     * What was begun under {@code key} has not happened; its event is retried, and it is called then.
     *
     * @throws BadRequest if nothing is open under that key, or somebody has said so before
     */
    public void notHappened(String key, String by, String why) {
        var open = of(key);
        Begun begun = open.begun();
        say(open, new NotHappened(begun.which(), begun.attempt(), by, why), by, why);
    }

    private void say(OpenEffect open, EffectEvent said, String by, String why) {
        Told.check(by, why);
        var letter = open.letter();
        if (!EffectLog.sayFirst(store, said, new EventId(letter.event()), Origin.of(by))) {
            throw nothing(open.key());
        }
        letters.retry(letter.key(), by, why);
    }

    private OpenEffect of(String key) {
        return open().stream().filter(open -> open.key().equals(key)).findFirst().orElseThrow(() -> nothing(key));
    }

    private BadRequest nothing(String key) {
        return new BadRequest("no effect of reaction '" + reaction + "' is open under key " + key
                + ": list those that are");
    }
}
