// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps a store of any kind up to date with events. Events that it reads cannot be annulled: nothing is known of how it
 * would follow.
 *
 * @param name     the name in messages
 * @param store    what it is kept in
 * @param reads    the events that it reads: records, or sealed interfaces of records
 * @param policy   what becomes of events that the store fails on
 * @param declared where the code declares it
 */
public record StoreProjection(String name, ProjectionStore store, List<Class<?>> reads, Policy policy,
        CodePlace declared) implements Part {

    public StoreProjection {
        Names.check("projection", name);
        reads = List.copyOf(reads);
    }

    /** Says which events it reads. */
    public StoreProjection reading(Class<?>... types) {
        var more = new ArrayList<>(reads);
        more.addAll(Arrays.asList(types));
        return new StoreProjection(name, store, more, policy, declared);
    }

    /** Says what is done about events that fail, as {@link Projection#policy} does. */
    public StoreProjection policy(Policy other) {
        return new StoreProjection(name, store, reads, other, declared);
    }
}
