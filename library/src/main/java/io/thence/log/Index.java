// SPDX-License-Identifier: Apache-2.0
package io.thence.log;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Query.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The inverted index: for each value of a key, and for each type, the positions of its events. Derived from the log.
 *
 * <p>One thread adds; any thread reads. Readers keep to the durable head, since entries are made before the flush.
 */
final class Index {

    private final ConcurrentHashMap<KeyValue, PostingList> keys = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, PostingList> types = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, Short> numbers = new ConcurrentHashMap<>();

    void add(long position, String type, List<KeyValue> filed) {
        Short known = numbers.get(type);
        short number = known != null ? known : number(type);
        list(types, type).add(position, number);
        for (var key : filed) {
            list(keys, key).add(position, number);
        }
    }

    private short number(String type) {
        if (numbers.size() == Short.MAX_VALUE) {
            throw new BadRequest("type '" + type + "' would be one of more than " + Short.MAX_VALUE
                    + " event types in one log: a type's name must not hold what differs from event to event");
        }
        short number = (short) numbers.size();
        numbers.put(type, number);
        return number;
    }

    private static <K> PostingList list(ConcurrentHashMap<K, PostingList> lists, K key) {
        var list = lists.get(key);
        if (list == null) {
            list = new PostingList();
            lists.put(key, list);
        }
        return list;
    }

    PostingList key(KeyValue key) {
        return lists(keys.get(key));
    }

    /** The revision of the event at {@code position} in the stream of {@code key}: its ordinal there, from 1. */
    long revision(KeyValue key, long position) {
        return key(key).after(position);
    }

    PostingList type(String type) {
        return lists(types.get(type));
    }

    private static PostingList lists(@Nullable PostingList list) {
        return list == null ? PostingList.EMPTY : list;
    }

    /** How many values of keys there are. */
    int keyCount() {
        return keys.size();
    }

    /** How many entries there are: an event has one for its type, and one for each value that it is filed under. */
    long entries() {
        return types.values().stream().mapToLong(PostingList::size).sum()
                + keys.values().stream().mapToLong(PostingList::size).sum();
    }

    /** A position after {@code after} that {@code term} matches, if there is one. */
    OptionalLong matchAfter(Term term, long after) {
        var walks = walks(term);
        long best = -1;
        for (var walk : walks) {
            for (int i = walk.list().size() - 1; i >= 0 && walk.list().position(i) > after; i--) {
                if (walk.matches(i)) {
                    best = Math.max(best, walk.list().position(i));
                    break;
                }
            }
        }
        return best < 0 ? OptionalLong.empty() : OptionalLong.of(best);
    }

    /** The lists to walk for a term, each with what else must hold for an entry. */
    List<Walk> walks(Term term) {
        var walks = new ArrayList<Walk>();
        if (term.keys().isEmpty()) {
            var named = term.types().isEmpty() ? types.keySet().stream().sorted().toList() : term.types();
            for (var type : named) {
                walks.add(new Walk(type(type), List.of(), null));
            }
            return walks;
        }
        var lists = new ArrayList<PostingList>(term.keys().size());
        term.keys().forEach(key -> lists.add(key(key)));
        lists.sort((a, b) -> Integer.compare(a.size(), b.size()));
        walks.add(new Walk(lists.getFirst(), lists.subList(1, lists.size()), wanted(term)));
        return walks;
    }

    private boolean @Nullable [] wanted(Term term) {
        if (term.types().isEmpty()) {
            return null;
        }
        var found = new ArrayList<Short>();
        int size = 0;
        for (var type : term.types()) {
            Short number = numbers.get(type);
            if (number != null) {
                found.add(number);
                size = Math.max(size, number + 1);
            }
        }
        var wanted = new boolean[size];
        found.forEach(number -> wanted[number] = true);
        return wanted;
    }

    /**
     * A list whose entries match if they are in all others too and of a wanted type.
     *
     * @param list   the shortest list of the term
     * @param others the other lists
     * @param wanted by the type's number; null for any
     */
    record Walk(PostingList list, List<PostingList> others, boolean @Nullable [] wanted) {

        boolean matches(int ordinal) {
            int type = list.type(ordinal);
            if (wanted != null && (type >= wanted.length || !wanted[type])) {
                return false;
            }
            for (var other : others) {
                if (!other.contains(list.position(ordinal))) {
                    return false;
                }
            }
            return true;
        }
    }
}
