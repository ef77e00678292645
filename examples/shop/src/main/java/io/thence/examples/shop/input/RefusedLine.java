// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.time.Instant;
import java.util.Optional;

/**
 * A line that is malformed, and why.
 *
 * @param number of the line in its input; the header is line 1
 * @param text   the line as it stands there, its first 1,000 characters; what is not UTF-8 shows as U+FFFD
 * @param reason names the column and the value that are wrong
 * @param at     the time in its fifth column, where that can be read
 */
public record RefusedLine(int number, String text, String reason, Optional<Instant> at) implements Entry, Feedable {}
