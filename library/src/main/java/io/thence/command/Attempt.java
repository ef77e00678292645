// SPDX-License-Identifier: Apache-2.0
package io.thence.command;

import io.thence.Decider;
import io.thence.Send;
import io.thence.store.Command;

/**
 * A command on its way.
 *
 * @param decider  decides it
 * @param sent     what was sent
 * @param command  its id and what it is known by
 * @param how      how it was sent
 * @param boundary what is read for it
 */
record Attempt<C, E>(Decider<C, E> decider, C sent, Command command, Send how, Boundary boundary) {}
