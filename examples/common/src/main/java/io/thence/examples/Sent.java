// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import java.time.Instant;

/**
 * A command that is sent.
 *
 * @param id      makes it the same command when it is sent again
 * @param lane    commands of one lane are sent one after the other, those of several at the same time
 * @param at      when it happened
 * @param command the command
 */
public record Sent(String id, String lane, Instant at, Object command) {}
