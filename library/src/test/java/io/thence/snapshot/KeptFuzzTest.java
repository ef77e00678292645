// SPDX-License-Identifier: Apache-2.0
package io.thence.snapshot;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thence.ThenceException.Undecodable;
import io.thence.event.Json;
import io.thence.event.StateJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The reader of stored states: a state of the type, which is the same when it is written and read, or a refusal. */
class KeptFuzzTest {

    /** Something of each kind. */
    record Stock(String code, int count, double price, Optional<Shelf> shelf, Map<String, Long> orders,
            List<Shelf> before) {}

    /** A type of cases. */
    sealed interface Shelf {
        record Near(int row) implements Shelf {}

        record Far(String house) implements Shelf {}
    }

    static Stream<Arguments> seeds() {
        var state = "{\"code\":\"85123A\",\"count\":3,\"price\":2.5,\"shelf\":{\"@case\":\"Near\",\"row\":1},"
                + "\"orders\":{\"a\":1},\"before\":[]}";
        var kept = "{\"fingerprint\":\"f\",\"claim\":{\"position\":7},\"state\":" + state + "}";
        var written = StateJson.write(new Stock("85123A", 3, 2.5, Optional.of(new Shelf.Near(1)), Map.of("a", 1L),
                List.of(new Shelf.Far("b"))), Stock.class);
        return Stream.of(state.getBytes(StandardCharsets.UTF_8), kept.getBytes(StandardCharsets.UTF_8), written)
                .map(bytes -> Arguments.of((Object) bytes));
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "2m")
    void aStateIsReadOrRefused(byte[] data) {
        attempt(() -> Json.read(data, Kept.Head.class, "a snapshot"));
        attempt(() -> StateJson.read(data, Kept.type(Stock.class)));
        attempt(() -> {
            var state = StateJson.read(data, Stock.class);
            if (state instanceof Stock) {
                assertThat(StateJson.read(StateJson.write(state, Stock.class), Stock.class)).isEqualTo(state);
            }
        });
    }

    private static void attempt(Runnable what) {
        try {
            what.run();
        } catch (Undecodable _) {
            // Refused, with a message.
        }
    }
}
