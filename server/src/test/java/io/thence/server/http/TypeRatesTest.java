// SPDX-License-Identifier: Apache-2.0
package io.thence.server.http;

import io.thence.Origin;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.NewEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

/** Events a second, by a clock that the test sets. */
@Timeout(60)
class TypeRatesTest {
    private static final long SECOND = 1_000_000_000L;

    private long nanos;
    private final World world = (World) Proxy.newProxyInstance(World.class.getClassLoader(),
            new Class<?>[] {World.class}, (_, method, _) -> {
                assertThat(method.getName()).isEqualTo("nanos");
                return nanos;
            });
    private final MemoryDisk disk = new MemoryDisk();
    private final LogStore store = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL);
    private final TypeRates rates = new TypeRates(world, store);

    @AfterEach
    void close() {
        store.close();
        disk.close();
    }

    private void append(String type, int count) {
        var event = NewEvent.of(type, 1, List.of(), "{}".getBytes(StandardCharsets.UTF_8));
        for (int left = count; left > 0; left -= 10_000) {
            store.append(Append.of(Collections.nCopies(Math.min(left, 10_000), event), Origin.of("test")));
        }
    }

    @Test
    void ratesAreOfTheLastFiveSeconds() {
        append("before", 7);
        assertThat(rates.perSecond()).isEmpty();
        append("a", 10);
        append("b", 5);
        nanos = SECOND;
        assertThat(rates.perSecond()).isEqualTo(Map.of("a", 10.0, "b", 5.0));
        nanos += SECOND / 10;
        append("a", 100);
        assertThat(rates.perSecond()).as("within a tick").isEqualTo(Map.of("a", 10.0, "b", 5.0));
        nanos = 2 * SECOND;
        assertThat(rates.perSecond()).isEqualTo(Map.of("a", 55.0, "b", 2.5));
        nanos = 6 * SECOND + 1;
        assertThat(rates.perSecond().get("a")).isEqualTo(20, offset(0.1));
        nanos = 20 * SECOND;
        assertThat(rates.perSecond()).isEmpty();
    }

    @Test
    void ofVeryManyTheNewestStandForAll() {
        assertThat(rates.perSecond()).isEmpty();
        append("old", 20_000);
        append("a", 15_000);
        append("b", 5_000);
        nanos = SECOND;
        assertThat(rates.perSecond()).isEqualTo(Map.of("a", 30_000.0, "b", 10_000.0));
    }
}
