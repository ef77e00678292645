// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.ThenceException.BadRequest;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.Query.Term;
import io.thence.store.StoredEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

import static io.thence.testing.contract.Batches.ANNA;
import static io.thence.testing.contract.Batches.BERT;
import static io.thence.testing.contract.Batches.BRANCH;
import static io.thence.testing.contract.Batches.batch;
import static io.thence.testing.contract.Batches.event;
import static io.thence.testing.contract.Batches.key;
import static io.thence.testing.contract.Batches.nothingNew;
import static io.thence.testing.contract.Batches.ofTypes;
import static io.thence.testing.contract.Batches.query;
import static io.thence.testing.contract.Batches.term;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Reads by stream, query and position, both ways. */
abstract class ReadingTopic extends Topic {

    private static final long SEED = 20_101_201;

    ReadingTopic(EventStoreContract contract) {
        super(contract);
    }

    private void fill() {
        commit(batch(event("opened", ANNA, BRANCH)));
        commit(batch(event("opened", BERT), event("paid", ANNA, BERT)));
        commit(batch(event("closed", BERT, BRANCH), event("paid", ANNA)));
    }

    @Test
    void anEmptyStoreHasNothingUntilTheFirstAppend() {
        assertThat(all()).isEmpty();
        assertThat(backwards(Query.ALL, start())).isEmpty();
        assertThat(forwards(query(term(ANNA)), start())).isEmpty();
        assertThat(store().head()).isEqualTo(start());

        commit(batch(event("opened", ANNA)));

        assertThat(types(forwards(query(term(ANNA)), start()))).containsExactly("opened");
    }

    @Test
    void aStreamIsReadForwards() {
        fill();

        assertThat(types(forwards(query(term(ANNA)), start()))).containsExactly("opened", "paid", "paid");
        assertThat(forwards(query(term(key("account", "nobody"))), start())).isEmpty();
    }

    @Test
    void aStreamIsReadBackwards() {
        fill();
        commit(batch(event("last", BRANCH)));

        assertThat(types(backwards(query(term(BERT)), store().head()))).containsExactly("closed", "paid", "opened");
        assertThat(backwards(query(term(key("account", "nobody"))), store().head())).isEmpty();
    }

    @Test
    void aTermOfSeveralKeysFindsWhatIsFiledUnderAllOfThem() {
        fill();

        assertThat(types(forwards(query(term(ANNA, BERT)), start()))).containsExactly("paid");
        assertThat(types(forwards(query(term(BERT, BRANCH)), start()))).containsExactly("closed");
        assertThat(forwards(query(term(ANNA, BERT, BRANCH)), start())).isEmpty();
    }

    @Test
    void aTermOfTypesFindsEventsOfThem() {
        fill();

        assertThat(types(forwards(ofTypes("closed", "opened"), start()))).containsExactly("opened", "opened", "closed");
        assertThat(types(forwards(query(term("paid", BERT)), start()))).containsExactly("paid");
        assertThat(forwards(query(term("opened", ANNA, BERT)), start())).isEmpty();
        assertThat(forwards(ofTypes("unheard"), start())).isEmpty();
    }

    @Test
    void severalTermsFindTheUnionAndEachEventOnce() {
        fill();

        var asked = query(term(ANNA), term("paid"), term(BERT, BRANCH));
        assertThat(types(forwards(asked, start()))).containsExactly("opened", "paid", "closed", "paid");
        commit(batch(event("last")));
        assertThat(types(backwards(asked, store().head()))).containsExactly("paid", "closed", "paid", "opened");
    }

    @Test
    void readingBeginsAfterItsPosition() {
        fill();
        var events = all();
        assertThat(events).hasSize(5);

        for (int i = 0; i < events.size(); i++) {
            var from = events.get(i).position();
            assertThat(numbers(forwards(Query.ALL, from))).isEqualTo(numbers(events.subList(i + 1, 5)));
            assertThat(numbers(backwards(Query.ALL, from)).reversed()).isEqualTo(numbers(events.subList(0, i)));
        }
        var second = events.get(1).position();
        assertThat(types(forwards(query(term(ANNA)), second))).containsExactly("paid", "paid");
        assertThat(types(backwards(query(term(ANNA)), second))).containsExactly("opened");
    }

    @Test
    void anEventIsFoundAtItsPositionAlone() {
        fill();
        var events = all();
        assertThat(events).hasSize(5);
        for (var event : events) {
            var found = store().at(event.number());
            assertThat(found).hasValueSatisfying(same -> assertThat(same.id()).isEqualTo(event.id()));
        }
        assertThat(store().at(events.getFirst().number() - 1)).isEmpty();
        assertThat(store().at(events.getLast().number() + 1)).isEmpty();
        assertThat(store().at(-1)).isEmpty();
    }

    @Test
    void aReaderStopsAtTheHeadOfTheMomentAtWhichItWasAskedFor() {
        fill();
        var whole = store().read(Query.ALL, start(), Direction.FORWARDS);
        var stream = store().read(query(term(ANNA)), start(), Direction.FORWARDS);

        commit(batch(event("late", ANNA)));

        assertThat(types(whole.list(100))).hasSize(5).doesNotContain("late");
        assertThat(types(stream.list(100))).hasSize(3).doesNotContain("late");
        assertThat(whole.next()).isEmpty();
        assertThat(types(all())).contains("late");
    }

    @Test
    void aReaderGivesOutNoMoreThanItIsAskedFor() {
        fill();
        var reader = store().read(Query.ALL, start(), Direction.FORWARDS);

        assertThat(types(reader.list(2))).containsExactly("opened", "opened");
        assertThat(types(reader.list(100))).containsExactly("paid", "closed", "paid");
    }

    @Test
    void aPositionOfAnotherLogIsRefused() {
        fill();
        var stranger = new Position(new Lineage(new UUID(1, 2), 1), 1);

        assertThatThrownBy(() -> store().read(Query.ALL, stranger, Direction.FORWARDS)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> store().subscribe(Query.ALL, stranger)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> store().append(batch(event("a", ANNA))
                .on(Batches.nothingNew(stranger, term(ANNA))))).isInstanceOf(BadRequest.class);
        assertThat(all()).hasSize(5);
    }

    @Test
    void everyQueryFindsWhatANaiveFilterFinds() {
        var random = new Random(SEED);
        for (int i = 0; i < 60; i++) {
            var events = new ArrayList<NewEvent>();
            for (int n = random.nextInt(1, 6); n > 0; n--) {
                events.add(event("type" + random.nextInt(4), keys(random).toArray(KeyValue[]::new)));
            }
            commit(batch(events));
        }
        var all = all();
        assertThat(all).hasSizeGreaterThan(60);
        for (int i = 0; i < 200; i++) {
            var asked = randomQuery(random);
            var from = all.get(random.nextInt(all.size())).position();
            assertThat(numbers(forwards(asked, from))).as("%s after %s", asked, from)
                    .isEqualTo(numbers(all.stream().filter(e -> matches(asked, e) && e.position().compareTo(from) > 0)
                            .toList()));
            assertThat(numbers(backwards(asked, from)).reversed()).as("%s before %s", asked, from)
                    .isEqualTo(numbers(all.stream().filter(e -> matches(asked, e) && e.position().compareTo(from) < 0)
                            .toList()));
        }
    }

    @Test
    void eventsAreFoundByTheBusinessThatTheyArePartOf() {
        var order7 = Origin.of("contract").correlatedBy("order 7");
        commit(Append.of(List.of(event("opened", ANNA), event("paid", BERT)), order7));
        commit(Append.of(List.of(event("opened", ANNA)), Origin.of("contract").correlatedBy("order 8")));
        var before = commit(batch(event("opened", ANNA)));
        commit(Append.of(List.of(event("closed", ANNA)), order7));

        var asked = Query.keys(KeyValue.correlation("order 7"));
        assertThat(types(forwards(asked, start()))).containsExactly("opened", "paid", "closed");
        assertThat(types(backwards(asked, before))).containsExactly("paid", "opened");
        assertThat(types(forwards(Query.keys(ANNA, KeyValue.correlation("order 7")), start())))
                .containsExactly("opened", "closed");
        assertThat(types(store().subscribe(asked, before).poll(10, 1_000).events())).containsExactly("closed");
        assertThat(store().append(Append.confirm(nothingNew(before, term(KeyValue.correlation("order 7"))))))
                .isInstanceOf(Appended.Conflict.class);
        assertThat(store().append(Append.confirm(nothingNew(before, term(KeyValue.correlation("order 8"))))))
                .isInstanceOf(Appended.Committed.class);
    }

    private static boolean matches(Query query, StoredEvent event) {
        return query.terms().isEmpty() || query.terms().stream().anyMatch(term ->
                (term.types().isEmpty() || term.types().contains(event.type()))
                        && event.keys().containsAll(term.keys()));
    }

    private static Query randomQuery(Random random) {
        var terms = new ArrayList<Term>();
        for (int n = random.nextInt(4); n > 0; n--) {
            Set<String> types = new LinkedHashSet<>();
            for (int t = random.nextInt(3); t > 0; t--) {
                types.add("type" + random.nextInt(5));
            }
            terms.add(new Term(types, keys(random)));
        }
        return new Query(terms);
    }

    private static List<KeyValue> keys(Random random) {
        var keys = new LinkedHashSet<KeyValue>();
        for (int n = random.nextInt(3); n > 0; n--) {
            keys.add(key("k" + random.nextInt(2), random.nextInt(4)));
        }
        return List.copyOf(keys);
    }
}
