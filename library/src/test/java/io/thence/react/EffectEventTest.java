// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.bank.Desk;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.NotHappened;
import io.thence.react.EffectEvent.Which;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** What was ever stored of effects is read for ever, and ids are made as ever: the texts are what 0.1.0 writes. */
class EffectEventTest {

    private static final EventId EVENT = new EventId("o-1/0");
    private static final Which WHICH = new Which("till", "o-1/0", "charge", 2);

    record Golden(String type, String json, EffectEvent event) {}

    static Stream<Golden> golden() {
        var which = "{\"which\":{\"reaction\":\"till\",\"event\":\"o-1/0\",\"effect\":\"charge\",\"ordinal\":2}";
        return Stream.of(
                new Golden("thence.effect-begun", which + ",\"attempt\":1,\"key\":\"k\",\"request\":\"0a\"}",
                        new Begun(WHICH, 1, "k", "0a")),
                new Golden("thence.effect-happened", which + ",\"answer\":\"7\",\"by\":\"till\",\"why\":\"\"}",
                        new Happened(WHICH, "7", "till", "")),
                new Golden("thence.effect-not-happened", which + ",\"attempt\":1,\"by\":\"anna\",\"why\":\"asked\"}",
                        new NotHappened(WHICH, 1, "anna", "asked")));
    }

    @ParameterizedTest
    @MethodSource("golden")
    void is_written_and_read_as_ever(Golden golden) {
        var stored = golden.event().stored(EVENT);
        assertThat(stored.type()).isEqualTo(golden.type());
        assertThat(new String(stored.data(), StandardCharsets.UTF_8)).isEqualTo(golden.json());
        assertThat(stored.keys()).containsExactly(new KeyValue("$effect.till", "o-1/0"));
        try (var desk = Desk.open(new MemoryDisk())) {
            var event = NewEvent.of(golden.type(), 1, List.of(), golden.json().getBytes(StandardCharsets.UTF_8));
            desk.store().append(Append.of(List.of(event), Origin.of("test")));
            assertThat(EffectEvent.read(desk.store().at(1).orElseThrow())).contains(golden.event());
        }
    }

    /** Reckoned apart: SHA-256 over each part with its length in four bytes before it. */
    @Test
    void a_derived_id_is_a_uuid_of_version_8_that_never_changes() {
        var id = DerivedIds.uuid("a", "bc", "");
        assertThat(id).hasToString("c0bea559-5c17-8e96-9085-e6db42acb94b");
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(DerivedIds.uuid("ab", "c", "")).isNotEqualTo(id);
    }

    @Test
    void a_long_id_of_an_event_is_filed_under_its_hash() {
        var id = new EventId("x".repeat(KeyValue.VALUE_MAX + 1));
        assertThat(EffectEvent.stream("till", id).value()).hasSize(64);
        assertThat(EffectEvent.stream("till", new EventId("x".repeat(KeyValue.VALUE_MAX))).value())
                .hasSize(KeyValue.VALUE_MAX);
    }
}
