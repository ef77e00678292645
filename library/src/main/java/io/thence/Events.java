// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The event types of one sealed interface: each case with its stable name and the keys that it is filed under. This is
 * the one place where names and keys stand; a case left unnamed is a {@link Problem}.
 *
 * <p>Immutable: each method returns a new value.
 *
 * @param family the sealed interface
 * @param types  its types, in the order in which they were named
 * @param <E>    the sealed interface
 */
public record Events<E>(Class<E> family, List<EventType<? extends E>> types) implements Part {

    public Events {
        types = List.copyOf(types);
    }

    /** Starts the list for a sealed interface of records. */
    public static <E> Events<E> of(Class<E> family) {
        return new Events<>(family, List.of());
    }

    /** Names one case and says what its events are filed under; the first filing is the event's stream. */
    @SafeVarargs
    public final <T extends E> Events<E> type(String name, Class<T> record, Filing<T>... filings) {
        var more = new ArrayList<>(types);
        var under = new ArrayList<Filing<T>>();
        for (var filing : filings) {
            under.add(filing);
        }
        more.add(new EventType<>(name, record, under, List.of(), Optional.empty()));
        return new Events<>(family, more);
    }

    /**
     * Says how the oldest stored version that has no upcast yet becomes the next one; the version that is written
     * rises by one. Call it once for each version, oldest first, after {@code type}.
     */
    public <T extends E> Events<E> upcast(Class<T> record, Upcast step) {
        return changed("upcast", record, type -> next(type, step));
    }

    /**
     * Says which components of a record are about the person that {@code subject} names, under one value of which its
     * events are filed. They are stored encrypted, under a key of that person's, and are in clear wherever code sees
     * them, until the person is forgotten: then a {@code String} reads as "" and an {@code Optional} as empty. Other
     * types of components cannot be personal. Call it after {@code type}; what was stored before stays as it is.
     */
    public <T extends E> Events<E> personal(Class<T> record, Key<?> subject, String... components) {
        var personal = new EventType.Personal(subject, List.of(components));
        return changed("personal", record, type -> personal(type, personal));
    }

    private Events<E> changed(
            String what, Class<?> record, UnaryOperator<EventType<? extends E>> change) {
        var more = new ArrayList<EventType<? extends E>>();
        for (var type : types) {
            more.add(type.record() == record ? change.apply(type) : type);
        }
        if (more.equals(types)) {
            throw new IllegalArgumentException(
                    what + " of " + record.getName() + ": name the type first, by type(..)");
        }
        return new Events<>(family, more);
    }

    private static <T> EventType<T> next(EventType<T> type, Upcast step) {
        var steps = new ArrayList<>(type.upcasts());
        steps.add(step);
        return new EventType<>(type.name(), type.record(), type.filings(), steps, type.personal());
    }

    private static <T> EventType<T> personal(EventType<T> type, EventType.Personal personal) {
        return new EventType<>(type.name(), type.record(), type.filings(), type.upcasts(), Optional.of(personal));
    }

    @Override
    public String name() {
        return family.getSimpleName();
    }
}
