// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.CommandId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.Position;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.Condition;
import io.thence.store.ContentHash;
import io.thence.store.Finished;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Query.Term;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What the tests append and ask for, in few words. */
final class Batches {

    /** A stream, and another. */
    static final KeyValue ANNA = key("account", "anna");
    static final KeyValue BERT = key("account", "bert");
    /** Something that events of several streams share. */
    static final KeyValue BRANCH = key("branch", "1");

    private Batches() {}

    static KeyValue key(String key, Object value) {
        return new KeyValue(key, value.toString());
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static NewEvent event(String type, KeyValue... keys) {
        return NewEvent.of(type, 1, List.of(keys), utf8("{\"of\":\"" + type + "\"}"));
    }

    static Append batch(NewEvent... events) {
        return Append.of(Arrays.asList(events), Origin.of("contract"));
    }

    static Append batch(List<NewEvent> events) {
        return Append.of(events, Origin.of("contract"));
    }

    static Command command(String id) {
        return command(id, "content of " + id);
    }

    static Command command(String id, String content) {
        return new Command(new CommandId(id), ContentHash.sha256(utf8(content)));
    }

    static Condition revision(KeyValue key, long revision) {
        return new Condition.Revision(key, revision);
    }

    static Condition nothingNew(Position after, Term... terms) {
        return Condition.nothingNew(List.of(terms), after);
    }

    static Term term(KeyValue... keys) {
        return new Term(Set.of(), List.of(keys));
    }

    static Term term(String type, KeyValue... keys) {
        return new Term(Set.of(type), List.of(keys));
    }

    static Query query(Term... terms) {
        return new Query(List.of(terms));
    }

    static Query ofTypes(String... types) {
        return Query.types(new LinkedHashSet<>(Arrays.asList(types)));
    }

    static Append finished(String consumer, long token, long upTo, Long... open) {
        return Append.finished(List.of(new Finished(consumer, token, upTo, List.of(open))));
    }

    /** The same, with the word of a consumer. */
    static Append with(Append append, Finished... finished) {
        return new Append(append.events(), append.condition(), append.command(), append.refused(), append.origin(),
                List.of(finished), append.answered());
    }
}
