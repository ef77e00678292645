// SPDX-License-Identifier: Apache-2.0
package io.thence.store;

import io.thence.Position;
import java.util.Optional;

/**
 * The outcome of a command that was done.
 *
 * @param command its id and hash
 * @param first   position of its first event; of the head then, where it had none
 * @param last    position of its last event; of the head then, where it had none
 * @param events  their number
 * @param refused the reason, if it was refused
 */
public record Remembered(Command command, Position first, Position last, int events, Optional<String> refused) {}
