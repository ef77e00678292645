// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Figures of the real data that were not computed by this code: they stand in the README beside it. */
class KnownAnswersTest {

    @Test
    void december() {
        var seen = new Seen(Datasets.DECEMBER, Optional.empty());
        assertThat(seen.lines).isEqualTo(42_481);
        assertThat(seen.runs).isEqualTo(2_026);
        assertThat(seen.refused).isZero();
        assertThat(seen.linesOf).containsEntry(Kind.SALE, 41_753).containsEntry(Kind.RETURN, 728);
        assertThat(seen.quantityOf).containsEntry(Kind.SALE, 358_270L).containsEntry(Kind.RETURN, -16_042L);
        assertThat(seen.valueOf).containsEntry(Kind.SALE, 823_746_140L).containsEntry(Kind.RETURN, -74_789_120L);
        assertThat(seen.firstRunsOf).isEqualTo(Map.of(Kind.SALE, 1_699, Kind.RETURN, 326));
        assertThat(seen.customers).hasSize(948);
        assertThat(seen.withoutCustomer).isEqualTo(15_631);
        assertThat(seen.stockCodes).hasSize(2_822);
        assertThat(seen.ofNoPrice).isEqualTo(273);
    }

    @Test
    void decemberUntilTheTenthAtNoon() {
        var seen = new Seen(Datasets.DECEMBER, Optional.of(Instant.parse("2010-12-10T12:00:00Z")));
        assertThat(seen.valueOf.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(400_984_390);
        assertThat(seen.firstRunsOf).containsEntry(Kind.SALE, 992);
    }

    @Test
    void theWholeYear() {
        long started = cpuNanos();
        var seen = new Seen(Datasets.YEAR, Optional.empty());
        var took = Duration.ofNanos(cpuNanos() - started);
        System.out.println("the whole year was parsed in " + took.toMillis() + " ms of processor time");
        assertThat(seen.lines).isEqualTo(541_909);
        assertThat(seen.runs).isEqualTo(25_943);
        assertThat(seen.refused).isZero();
        assertThat(seen.linesOf).containsEntry(Kind.SALE, 532_618).containsEntry(Kind.RETURN, 9_288);
        assertThat(seen.quantityOf).containsEntry(Kind.SALE, 5_454_021L).containsEntry(Kind.RETURN, -277_574L);
        assertThat(seen.valueOf).containsEntry(Kind.SALE, 10_655_622_484L).containsEntry(Kind.RETURN, -896_812_490L);
        assertThat(seen.firstRunsOf).isEqualTo(Map.of(Kind.SALE, 22_061, Kind.RETURN, 3_836, Kind.ADJUSTMENT, 3));
        assertThat(seen.customers).hasSize(4_372);
        assertThat(seen.withoutCustomer).isEqualTo(135_080);
        assertThat(seen.stockCodes).hasSize(4_070);
        assertThat(seen.ofNoPrice).isEqualTo(2_515);
        assertThat(took).isLessThan(Duration.ofSeconds(10)); // about 1 s; ten times that is no chance
    }

    /** Of this thread: what other builds on the machine take does not count. */
    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What a file comes to. */
    private static final class Seen {
        private int lines;
        private int runs;
        private int refused;
        private int withoutCustomer;
        private int ofNoPrice;
        private final Map<Kind, Integer> linesOf = new EnumMap<>(Kind.class);
        private final Map<Kind, Integer> firstRunsOf = new EnumMap<>(Kind.class);
        private final Map<Kind, Long> quantityOf = new EnumMap<>(Kind.class);
        private final Map<Kind, Long> valueOf = new EnumMap<>(Kind.class);
        private final Set<String> customers = new HashSet<>();
        private final Set<String> stockCodes = new HashSet<>();

        Seen(Path file, Optional<Instant> until) {
            try (var entries = InvoiceFile.open(Datasets.need(file))) {
                var all = new Runs(entries, until);
                for (var next = all.next(); next.isPresent(); next = all.next()) {
                    switch (next.get()) {
                        case RefusedLine _ -> refused++;
                        case Run run -> add(run);
                    }
                }
                assertThat(entries.cut()).isFalse();
                assertThat(entries.bytesRead()).isEqualTo(entries.bytesTotal().orElseThrow());
            }
        }

        private void add(Run run) {
            runs++;
            if (run.first()) {
                firstRunsOf.merge(run.kind(), 1, Integer::sum);
            }
            run.lines().forEach(this::add);
        }

        private void add(InvoiceLine line) {
            lines++;
            linesOf.merge(line.kind(), 1, Integer::sum);
            quantityOf.merge(line.kind(), (long) line.quantity(), Long::sum);
            valueOf.merge(line.kind(), line.quantity() * line.price(), Long::sum);
            line.customer().ifPresentOrElse(customers::add, () -> withoutCustomer++);
            stockCodes.add(line.stockCode());
            ofNoPrice += line.price() == 0 ? 1 : 0;
        }
    }
}
