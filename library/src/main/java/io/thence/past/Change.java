// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import io.thence.Event;
import java.util.List;

/**
 * What one event did to a state.
 *
 * @param event       the event
 * @param revision    how many events of the fold's key it has read with this one
 * @param before      the state before it
 * @param after       the state after it
 * @param differences between the two, in the order of the state's components; empty if it changed nothing
 * @param <S>         the state
 */
public record Change<S>(Event<?> event, long revision, S before, S after, List<Difference> differences) {}
