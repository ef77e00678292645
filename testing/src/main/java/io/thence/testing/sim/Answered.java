// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.CommandId;
import io.thence.Outcome;

/**
 * What a caller was told.
 *
 * @param caller  his name
 * @param id      of the command
 * @param command what he had sent
 * @param outcome accepted or refused: as of its {@link Outcome#position}
 */
public record Answered(String caller, CommandId id, Object command, Outcome outcome) {}
