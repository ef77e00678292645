// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.DeadLetter;
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
import io.thence.store.EventStore;
import java.util.ArrayList;
import java.util.List;

/**
 * The calls of a reaction to the outside of which it is not known whether they have happened, and what somebody says of
 * them who has found out. That is an event that names him and the reason; then the dead letter is retried. From any
 * thread.
 */
public final class Effects {

    private final Reaction reaction;
    private final EventStore store;
    private final DeadLetters letters;

    /** Those of {@code reaction}, whose events are in {@code store} and whose dead letters are {@code letters}. */
    public Effects(Reaction reaction, EventStore store, DeadLetters letters) {
        this.reaction = reaction;
        this.store = store;
        this.letters = letters;
    }

    /** All whose event is a dead letter that waits, the oldest first. */
    public List<OpenEffect> open() {
        var open = new ArrayList<OpenEffect>();
        for (var letter : letters.list()) {
            if (letter.status() == DeadLetter.Status.WAITING) {
                EffectBook.of(store, reaction.name(), new EventId(letter.event())).all().values().forEach(standing -> {
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
     *                    answer so
     */
    public void happened(String key, Object answer, String by, String why) {
        var open = of(key);
        var effect = reaction.calls().stream().filter(one -> one.name().equals(open.effect())).findFirst()
                .orElseThrow(() -> new BadRequest("reaction '" + reaction.name() + "' has no effect '" + open.effect()
                        + "' any more: use the version that called it, or discard its dead letter"));
        say(open, new Happened(open.begun().which(), Calls.text(effect, answer), by, why), by, why);
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
        return new BadRequest("no effect of reaction '" + reaction.name() + "' is open under key " + key
                + ": list those that are");
    }
}
