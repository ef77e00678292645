// SPDX-License-Identifier: Apache-2.0
package io.thence.schema;

import io.thence.EventType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * What was released of one event type.
 *
 * @param formerly names under which older events of it are stored
 * @param retired  whether nothing is written of it any more
 * @param keys     what it is filed under; the first is its stream
 * @param personal what of it is about a person, if anything is
 * @param versions the schema of each version
 */
public record Released(
        List<String> formerly,
        boolean retired,
        List<Filed> keys,
        Optional<Personal> personal,
        SortedMap<Integer, ObjectNode> versions) {

    /**
     * A key under which events are filed.
     *
     * @param key      its name
     * @param many     whether one event can be filed under several values of it
     * @param personal whether its values are stored under a cover
     */
    public record Filed(String key, boolean many, boolean personal) {}

    /**
     * What is about a person.
     *
     * @param subject    name of the key whose value is the person
     * @param components what is stored encrypted
     */
    public record Personal(String subject, List<String> components) {
        @Override
        public String toString() {
            return components + " about " + subject;
        }
    }

    public Released {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a released type has at least one version");
        }
        formerly = List.copyOf(formerly);
        keys = List.copyOf(keys);
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    static Released of(EventType<?> type) {
        var versions = new TreeMap<Integer, ObjectNode>();
        versions.put(type.version(), JsonSchemas.of(type));
        return new Released(type.formerNames(), false,
                type.filings().stream().map(filing -> new Filed(filing.key().name(), filing.many(),
                        filing.key().isPersonal())).toList(),
                type.personal().map(of -> new Personal(of.subject().name(), of.components().stream().sorted()
                        .toList())),
                versions);
    }

    /** The version that was written last. */
    public int version() {
        return versions.lastKey();
    }

    /** The schema of that version. */
    public ObjectNode schema() {
        return versions.sequencedValues().getLast();
    }

    /** The same with the versions of before. */
    Released after(Released before) {
        var all = new TreeMap<>(before.versions);
        all.putAll(versions);
        return new Released(formerly, retired, keys, personal, all);
    }

    Released withdrawn() {
        return new Released(formerly, true, keys, personal, versions);
    }
}
