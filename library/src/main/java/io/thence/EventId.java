// SPDX-License-Identifier: Apache-2.0
package io.thence;

/**
 * What makes an event one and the same wherever it is seen: for an event of a command, the command's id and the event's
 * ordinal; for one from outside, the id that it came with.
 *
 * @param text the id
 */
public record EventId(String text) {
    @Override
    public String toString() {
        return text;
    }
}
