// SPDX-License-Identifier: Apache-2.0
package io.thence.server.census;

import io.thence.KeyValue;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.server.Operations;
import io.thence.server.census.Streams.Wanted;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Streams in little memory are those that a map of everything has. */
@Timeout(60)
class StreamsTest {
    private static final int VALUES_MAX = 40;

    @TempDir
    Path folder;

    private final Map<String, Long> expected = new TreeMap<>();

    /** Some values often and most of them rarely, in no order. */
    private void write(long seed) {
        var random = new Random(seed);
        var events = new ArrayList<NewEvent>();
        for (int i = 0; i < 3_000; i++) {
            var value = "v" + (int) Math.abs(random.nextGaussian() * 80);
            expected.merge(value, 1L, Long::sum);
            events.add(NewEvent.of("seen", 1, List.of(new KeyValue("thing", value), new KeyValue("other", "x" + value)),
                    "{}".getBytes(StandardCharsets.UTF_8)));
        }
        try (var disk = new FileDisk(folder); var store = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            for (int i = 0; i < events.size(); i += 500) {
                store.append(Append.of(events.subList(i, i + 500), Origin.of("test")));
            }
        }
    }

    private static List<String> texts(List<Streams.Stream> streams) {
        return streams.stream().map(stream -> stream.value() + " " + stream.tally().events()).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesOfValuesAreWhole(long seed) {
        write(seed);
        try (var operations = Operations.on(folder)) {
            var streams = new Streams(operations, (_, _) -> {});
            var all = new ArrayList<String>();
            var after = "";
            for (var page = List.<Streams.Stream>of(); all.isEmpty() || page.size() == 7; ) {
                page = streams.byValue(new Wanted("thing", "", after, 7));
                all.addAll(texts(page));
                after = page.isEmpty() ? after : page.getLast().value();
            }
            assertThat(all).as("seed " + seed).containsExactlyElementsOf(
                    expected.entrySet().stream().map(entry -> entry.getKey() + " " + entry.getValue()).toList());
            assertThat(texts(streams.byValue(new Wanted("thing", "v10", "v100", 100)))).allMatch(text ->
                    text.startsWith("v10") && !text.startsWith("v100 "));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void mostAreFoundInParts(long seed) {
        write(seed);
        assertThat(expected).as("more than are counted at once").hasSizeGreaterThan(2 * VALUES_MAX);
        try (var operations = Operations.on(folder)) {
            var streams = new Streams(operations, (_, _) -> {}, VALUES_MAX);
            assertThat(texts(streams.byEvents(new Wanted("thing", "", "", 25)))).as("seed " + seed)
                    .containsExactlyElementsOf(expected.entrySet().stream()
                            .sorted(Comparator.comparingLong((Map.Entry<String, Long> entry) -> -entry.getValue())
                                    .thenComparing(Map.Entry::getKey))
                            .limit(25).map(entry -> entry.getKey() + " " + entry.getValue()).toList());
        }
    }

    @Test
    void limitIsBounded() {
        assertThatThrownBy(() -> new Wanted("thing", "", "", 100_001)).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> new Wanted("thing", "", "", 0)).isInstanceOf(BadRequest.class);
    }
}
