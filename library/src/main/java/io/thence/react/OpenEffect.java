// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.DeadLetter;
import io.thence.react.EffectEvent.Begun;

/**
 * A call to the outside that was begun, and of which no answer is known; its event is a dead letter. Who finds out what
 * has happened says so by {@link Effects}.
 *
 * @param begun  which effect, and under which key it was called
 * @param letter the event that waits
 */
public record OpenEffect(Begun begun, DeadLetter letter) {

    /** The key under which it was called: the service may know it by that. */
    public String key() {
        return begun.key();
    }

    /** The name of the effect. */
    public String effect() {
        return begun.which().effect();
    }

    @Override
    public String toString() {
        return effect() + " for event " + begun.which().event() + ", key " + key() + ", attempt " + begun.attempt();
    }
}
