// SPDX-License-Identifier: Apache-2.0
package io.thence.past;

import java.util.List;

/**
 * Why an event happened, and what came of it.
 *
 * @param causes   what led to it, the first cause first; the last one is its command, where it has one
 * @param event    the event, with all that it led to
 * @param complete whether that is all: past {@value #EFFECTS_MAX} events of one business, and {@value #DEPTH_MAX} that
 *                 led one to the other, no more is told; of an event that is split when it is read, effects of the
 *                 first {@value #PIECES_MAX} pieces are
 */
public record Why(List<Cause> causes, Effect event, boolean complete) {

    /** The most events among which effects are looked for. */
    public static final int EFFECTS_MAX = 10_000;

    /** The most causes of causes, and effects of effects. */
    public static final int DEPTH_MAX = 1_000;

    /** The most pieces of one event whose effects are looked for. */
    public static final int PIECES_MAX = 64;
}
