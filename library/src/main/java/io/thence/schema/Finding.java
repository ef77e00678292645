// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

/**
 * A change that is not compatible with what was released.
 *
 * @param event the event type's released name
 * @param field the component or key, with its path as in {@code lines[].price}; empty where it is about all of the type
 * @param rule  the rule that it breaks
 * @param what  what has changed
 * @param mend  what to do
 */
public record Finding(String event, String field, Rule rule, String what, String mend) {
    @Override
    public String toString() {
        return event + ": " + what + ": " + mend;
    }
}
