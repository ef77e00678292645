// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.saga.SagaEvent.Input;

/**
 * Where the code as it is now does something else than what an instance did.
 *
 * @param saga     its name
 * @param instance the value of its key, as it is filed
 * @param step     the so many-th of the instance, from 1; 0 where that is not known
 * @param position number of the position of its event
 * @param input    what the step is about; its own event where that cannot be read
 * @param what     what differs: the state, what is asked, what it wants to be woken for, whether it ends
 * @param recorded what the log has
 * @param now      what the code makes, or why it makes nothing
 */
public record HistoryDifference(
        String saga, String instance, long step, long position, Input input, String what, String recorded, String now) {

    @Override
    public String toString() {
        return saga + " " + instance + ", step " + step + " at position " + position + " (" + input + "): " + what
                + " was " + recorded + ", and is now " + now;
    }
}
