// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The event types of one sealed interface: each case with its stable name and the keys that it is filed under, and the
 * types of before whose events may still be stored. This is the one place where names and keys stand; a case left
 * unnamed is a {@link Problem}.
 *
 * <p>Immutable: each method returns a new value.
 *
 * @param family  the sealed interface
 * @param types   its types, in the order in which they were named
 * @param retired types of before
 * @param merges  which of those are read as one, two and two
 * @param declared where the code declares it
 * @param <E>     the sealed interface
 */
public record Events<E>(
        Class<E> family,
        List<EventType<? extends E>> types,
        List<Retired> retired,
        List<Merged> merges,
        CodePlace declared)
        implements Part {

    public Events {
        types = List.copyOf(types);
        retired = List.copyOf(retired);
        merges = List.copyOf(merges);
    }

    /** Starts the list for a sealed interface of records. */
    public static <E> Events<E> of(Class<E> family) {
        return new Events<>(family, List.of(), List.of(), List.of(), CodePlace.ofCaller());
    }

    /** Names one case and says what its events are filed under; the first filing is the event's stream. */
    @SafeVarargs
    public final <T extends E> Events<E> type(String name, Class<T> record, Filing<T>... filings) {
        var more = new ArrayList<>(types);
        var under = new ArrayList<Filing<T>>();
        for (var filing : filings) {
            under.add(filing);
        }
        more.add(EventType.of(name, record, under));
        return new Events<>(family, more, retired, merges, declared);
    }

    /**
     * Says how the oldest stored version that has no upcast yet becomes the next one; the version that is written
     * rises by one. Call it once for each version, oldest first, after {@code type}.
     */
    public <T extends E> Events<E> upcast(Class<T> record, Upcast step) {
        return changed("upcast", record, type -> type.upcast(step));
    }

    /**
     * Says that older events of a type are stored under {@code formerName}. They are of its versions, which are counted
     * on through a change of name. Call it after {@code type}, once for each such name.
     */
    public <T extends E> Events<E> renamed(Class<T> record, String formerName) {
        return changed("renamed", record, type -> type.formerly(formerName));
    }

    /**
     * Says which components of a record are about the person that {@code subject} names, under one value of which its
     * events are filed. They are stored encrypted, under a key of that person's, and are in clear wherever code sees
     * them, until the person is forgotten: then a {@code String} reads as "" and an {@code Optional} as empty. Other
     * types of components cannot be personal. Call it after {@code type}; what was stored before stays as it is.
     */
    public <T extends E> Events<E> personal(Class<T> record, Key<?> subject, String... components) {
        var personal = new EventType.Personal(subject, List.of(components));
        return changed("personal", record, type -> type.personal(personal));
    }

    /**
     * Says that nothing is written any more under {@code name}, and that events of it may still be stored. They are
     * read as nothing, unless {@link #split} or {@link #merged} says as what. Its upcasts bring older versions up to
     * its last.
     */
    public Events<E> retired(String name, Upcast... upcasts) {
        var more = new ArrayList<>(retired);
        more.add(new Retired(name, List.of(upcasts), List.of()));
        return new Events<>(family, types, more, merges, declared);
    }

    /**
     * Says that events stored under {@code retired} are read as events of {@code record} too: in place of each, those
     * that {@code split} makes of it, as version {@code version} of the record has them. They stand at the position of
     * the stored event, in the order in which the splits were named, and are filed under some of its keys. Call it
     * after {@link #retired} and {@code type}.
     */
    public <T extends E> Events<E> split(String retired, Class<T> record, int version, Split split) {
        var what = "split of " + retired;
        checkVersion(what, record, version);
        if (merges.stream().anyMatch(merged -> merged.isOf(retired))) {
            throw new IllegalArgumentException(what + ": its events are merged with others; leave one of the two out");
        }
        var more = new ArrayList<Retired>();
        for (var one : this.retired) {
            more.add(one.name().equals(retired) ? one.into(new Retired.Part(record, version, split)) : one);
        }
        if (more.equals(this.retired)) {
            throw new IllegalArgumentException(what + ": say retired(\"" + retired + "\") first");
        }
        return new Events<>(family, types, more, merges, declared);
    }

    private void checkVersion(String what, Class<?> record, int version) {
        if (types.stream().noneMatch(type -> type.record() == record && version >= 1 && version <= type.version())) {
            throw new IllegalArgumentException(what + ": " + record.getName() + " has no version " + version
                    + "; name the type first, by type(..), and its upcasts");
        }
    }

    /**
     * Says that an event stored under the one name of {@code pair} and one under the other are read as one event of
     * {@code record}, if one command wrote both: as what {@code merge} makes of them, as version {@code version} of the
     * record has it. The first ones that a command wrote under one value of the record's stream belong together, then
     * the second ones, and so on. The event stands at the position of the later of the two, and is filed under some of
     * the keys of that one. One that has no partner cannot be decoded: for such, keep both types. Call it after
     * {@link #retired}, for both names, and {@code type}.
     *
     * @param pair two names, each retired; in the order of the arguments of {@code merge}
     */
    public <T extends E> Events<E> merged(List<String> pair, Class<T> record, int version, Merge merge) {
        var what = "merge of " + String.join(" and ", pair);
        if (Set.copyOf(pair).size() != 2 || pair.size() != 2) {
            throw new IllegalArgumentException(what + ": name two types, each once");
        }
        checkVersion(what, record, version);
        if (types.stream().anyMatch(type -> type.record() == record && type.filings().isEmpty())) {
            throw new IllegalArgumentException(what + ": " + record.getName() + " is filed under no key, by which to"
                    + " tell what belongs together; file it under one, or keep both types");
        }
        pair.forEach(name -> checkMergeable(what, name));
        var more = new ArrayList<>(merges);
        more.add(new Merged(pair.getFirst(), pair.getLast(), record, version, merge));
        return new Events<>(family, types, retired, more, declared);
    }

    private void checkMergeable(String what, String name) {
        var before = retired.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow(() ->
                new IllegalArgumentException(what + ": say retired(\"" + name + "\") first"));
        if (!before.parts().isEmpty()) {
            throw new IllegalArgumentException(what + ": " + name + " is split; leave one of the two out");
        }
        if (merges.stream().anyMatch(merged -> merged.isOf(name))) {
            throw new IllegalArgumentException(what + ": " + name + " is merged already; leave one of the two out");
        }
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
        return new Events<>(family, more, retired, merges, declared);
    }

    @Override
    public String name() {
        return family.getSimpleName();
    }
}
