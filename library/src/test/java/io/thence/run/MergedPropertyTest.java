// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.CommandId;
import io.thence.Event;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.Send;
import io.thence.event.EventCodec;
import io.thence.run.MergedEventsTest.Accept;
import io.thence.run.MergedEventsTest.Accepted;
import io.thence.run.MergedEventsTest.Addressed;
import io.thence.run.MergedEventsTest.Weighed;
import io.thence.store.Append;
import io.thence.store.Command;
import io.thence.store.ContentHash;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Random commands of the old code and of today's, random annulments: every state and every view is that of the parcels
 * that a plain list has.
 */
class MergedPropertyTest {

    private static final List<String> SENDERS = List.of("a", "b", "c");

    /** A parcel, and the ids of the events that it is stored as. */
    private record Sent(Accepted parcel, List<EventId> stored) {}

    private final EventCodec old = new EventCodec(Application.named("post").with(MergedEventsTest.OLD));
    private final List<Sent> sent = new ArrayList<>();
    private int commands;

    /** Some parcels in one command, of each its address and its weight somewhere, the later one in the list's order. */
    private void before(Thence post, Random random) {
        var id = new CommandId("old" + commands++);
        int parcels = random.nextInt(1, 5);
        var senders = IntStream.range(0, parcels).mapToObj(_ -> SENDERS.get(random.nextInt(3))).toList();
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < parcels; i++) {
            var halves = List.of(old.encode(new Addressed(senders.get(i), "to" + i)),
                    old.encode(new Weighed(senders.get(i), i + 1)));
            boolean addressFirst = random.nextBoolean();
            events.add(halves.get(addressFirst ? 0 : 1));
            events.add(halves.get(addressFirst ? 1 : 0));
            sent.add(new Sent(new Accepted(senders.get(i), "to" + i, i + 1),
                    List.of(id.event(2 * i), id.event(2 * i + 1))));
        }
        post.store().append(Append.of(events, Origin.of("old")).of(new Command(id, ContentHash.sha256())));
    }

    private void today(Thence post, Random random) {
        var id = "new" + commands++;
        var parcel = new Accepted(SENDERS.get(random.nextInt(3)), "today", random.nextInt(9));
        post.send(new Accept(parcel.sender(), parcel.to(), parcel.grams()), Send.as(id));
        sent.add(new Sent(parcel, List.of(new EventId(id + "/0"))));
    }

    private void annul(Thence post, Random random) {
        if (!sent.isEmpty()) {
            post.annul(sent.remove(random.nextInt(sent.size())).stored(), "test", "at random");
        }
    }

    private void check(Thence post) {
        var head = post.store().head();
        var table = new TreeMap<String, Integer>();
        var model = new TreeMap<String, Integer>();
        for (var sender : SENDERS) {
            var state = new StringBuilder();
            for (var parcel : sent.stream().map(Sent::parcel).filter(one -> one.sender().equals(sender)).toList()) {
                state.append(parcel.to()).append(parcel.grams()).append(' ');
                table.merge(sender, parcel.grams(), Integer::sum);
                model.merge(parcel.to(), parcel.grams(), Integer::sum);
            }
            assertThat(post.read(MergedEventsTest.SENT, sender)).isEqualTo(state.toString());
            assertThat(post.asOf(head).read(MergedEventsTest.SENT, sender)).isEqualTo(state.toString());
        }
        try (var events = post.events(Query.ALL).stream()) {
            assertThat(events.<Object>map(Event::data)).isEqualTo(sent.stream().<Object>map(Sent::parcel).toList());
        }
        assertThat(post.query(MergedEventsTest.MODEL).upTo(head).<String>read(TreeMap::toString))
                .isEqualTo(model.toString());
        assertThat(post.query(MergedEventsTest.TABLE).upTo(head).list(
                "select * from weights where parcels > 0 order by 1",
                row -> row.text("sender") + "=" + row.number("grams"))).isEqualTo(table.entrySet().stream()
                        .map(Object::toString).toList());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void all_that_is_read_is_what_a_list_has(long seed) {
        var random = new Random(seed);
        try (var post = Thence.run(Application.named("post").with(MergedEventsTest.NEW, MergedEventsTest.ACCEPTING,
                MergedEventsTest.TABLE, MergedEventsTest.MODEL), Engine.inMemory())) {
            for (int i = 0; i < 60; i++) {
                switch (random.nextInt(4)) {
                    case 0 -> annul(post, random);
                    case 1 -> today(post, random);
                    default -> before(post, random);
                }
                if (i % 10 == 9) {
                    check(post);
                }
            }
        }
        assertThat(sent).hasSizeGreaterThan(30);
    }
}
