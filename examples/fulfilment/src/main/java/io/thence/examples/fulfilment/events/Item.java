// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.fulfilment.events;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** So many pieces of an article; always 1 or more. */
public record Item(String code, long pieces) {

    /** The articles of {@code items}, each once. */
    public static Set<String> codes(List<Item> items) {
        var codes = new LinkedHashSet<String>();
        items.forEach(item -> codes.add(item.code));
        return Collections.unmodifiableSet(codes);
    }

    /** All pieces of {@code items}. */
    public static long pieces(List<Item> items) {
        return items.stream().mapToLong(Item::pieces).sum();
    }

    /** All pieces of {@code items} that are of one article. */
    public static long pieces(List<Item> items, String code) {
        return items.stream().filter(item -> item.code.equals(code)).mapToLong(Item::pieces).sum();
    }
}
