// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Event;
import java.util.List;
import java.util.Optional;

/**
 * What one event did to a state. The change of an annulment is from the state that was known until then to the one
 * without the events that it names. An event that cannot be decoded, or on which a step fails, changes nothing.
 *
 * @param event       the event; its data are an {@link io.thence.event.SystemEvents.Annulment} where it annuls others,
 *                    and {@link Undecoded} where it cannot be decoded
 * @param annulled    the annulment of the event, where it is annulled later
 * @param ordinal     the so many-th change that the fold has made at its key, from 1
 * @param failure     why the event changes nothing, where it cannot be taken in: what to mend, or to annul
 * @param before      the state before it
 * @param after       the state after it
 * @param differences between the two, in the order of the state's components; empty if it changed nothing
 * @param <S>         the state
 */
public record Change<S>(
        Event<?> event,
        Optional<Event<?>> annulled,
        long ordinal,
        Optional<String> failure,
        S before,
        S after,
        List<Difference> differences) {}
