// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

/**
 * A difference between two shapes of one type.
 *
 * @param field the path of the component, or the key; may be empty
 * @param rule  what kind of change it is
 * @param from  what it was, in words; may be empty
 * @param to    what it is, in words; may be empty
 */
record Change(String field, Rule rule, String from, String to) {

    /** As a finding of the type {@code event}, whose record has the simple name {@code record}. */
    Finding in(String event, String record) {
        return new Finding(event, field, rule, filled(rule.what(), event, record), filled(rule.mend(), event, record));
    }

    private String filled(String text, String event, String record) {
        return text.replace("{event}", event).replace("{record}", record).replace("{field}", field)
                .replace("{from}", from).replace("{to}", to);
    }
}
