// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.ThenceException.Undecodable;
import io.thence.saga.SagaEvent.Input;
import io.thence.saga.SagaEvent.Moved;
import io.thence.store.StoredEvent;

/**
 * What can be said of a step that the code of its saga cannot read, as it is stored.
 *
 * @param instance the value of the saga's key
 * @param number   the so many-th of the instance; 0 where that cannot be read
 * @param input    what it is about; the event of the step itself where that cannot be read
 * @param text     what it came to
 * @param isEnd    whether the instance has come to its end with it
 */
record UnreadStep(String instance, long number, Input input, String text, boolean isEnd) {

    /** Of the step that {@code stored} is: where nothing of it can be read, what it is filed under. */
    static UnreadStep of(StoredEvent stored) {
        try {
            var moved = (Moved) SagaEvent.read(stored).orElseThrow();
            return new UnreadStep(moved.instance(), moved.number(), moved.input(), "to " + moved.state(),
                    moved.status().isEnd());
        } catch (Undecodable _) {
            return new UnreadStep(stored.keys().getFirst().value(), 0,
                    new Input.Happened(stored.id().text(), stored.type()), "what cannot be read", false);
        }
    }
}
