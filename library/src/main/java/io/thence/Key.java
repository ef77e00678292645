// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * A name under which events are filed, with a value for each event: an order's number, a stock code, an account. The
 * events of one value, in order, are a stream; a value that events of several streams share is what others call a tag.
 * Both are this one type.
 *
 * @param name the name in stored events, such as {@code order}: lower case letters, digits and dashes; never changes
 * @param text writes a value as text; different values have different texts
 * @param isPersonal whether its values are stored under a cover, see {@link #personal}
 * @param <K>  what a value is in code
 */
public record Key<K>(String name, Function<K, String> text, boolean isPersonal) {

    public Key {
        Names.check("key", name);
    }

    /** A key whose values are texts. */
    public static Key<String> of(String name) {
        return new Key<>(name, Function.identity(), false);
    }

    /** A key whose values have a type of their own, with the function that writes one as text. */
    public static <K> Key<K> of(String name, Function<K, String> text) {
        return new Key<>(name, text, false);
    }

    /**
     * The same key, whose values are personal: an e-mail address, say. They are never stored in clear, but as their
     * HMAC-SHA256 under a secret of the store, cut to 128 bits. Code sees values as they are; what stored events and
     * read models have is the filed value. A key is personal from its first event on, or never.
     */
    public Key<K> personal() {
        return new Key<>(name, text, true);
    }

    /** Files an event under one value. */
    public <E> Filing<E> of(Function<E, K> value) {
        return new Filing<>(this, false, event -> List.of(value(value.apply(event))));
    }

    /** Files an event under any number of values. */
    public <E> Filing<E> each(Function<E, ? extends Collection<K>> values) {
        return new Filing<>(this, true, event -> values.apply(event).stream().map(this::value).toList());
    }

    /** The value {@code key} in clear: what is stored where the key is not personal. */
    public KeyValue value(K key) {
        return new KeyValue(name, text.apply(key));
    }
}
