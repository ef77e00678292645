// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop.input;

import java.io.IOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class GeneratorTest {

    /** Changes with every change to what is generated; on all machines it is the same. */
    private static final String DECEMBER_SHA256 =
            "0e6411072e3d95c03f46079bed5588ed7a783db73b5cbfd5b9c2373a9333e821";

    @Test
    void oneSeedGivesTheSameBytesEverywhere() throws IOException, NoSuchAlgorithmException {
        assertThat(sha256(Generator.december())).isEqualTo(DECEMBER_SHA256);
        assertThat(sha256(Generator.december())).isEqualTo(DECEMBER_SHA256);
    }

    @Test
    void anotherSeedGivesOthers() throws IOException, NoSuchAlgorithmException {
        assertThat(sha256(new Generator(1, 50))).isNotEqualTo(sha256(new Generator(2, 50)));
    }

    /** 2,025 invoices, of which every 150th has a dirty line. */
    @Test
    void theDirtyLinesAreRefused() {
        var reasons = feedables().stream()
                .filter(RefusedLine.class::isInstance)
                .map(line -> ((RefusedLine) line).reason())
                .collect(Collectors.groupingBy(reason -> reason, Collectors.counting()));
        assertThat(reasons).hasSize(3)
                .containsEntry("Quantity '1o' is not a whole number", 4L)
                .containsEntry("too few columns: 3 where 8 are expected", 5L)
                .containsEntry("Description opens a quote that its line does not close", 4L);
    }

    @Test
    void aMonthLooksLikeTheRealOne() {
        var runs = runs();
        var lines = runs.stream().flatMap(run -> run.lines().stream()).toList();
        assertThat(lines).hasSizeBetween(40_000, 44_000);
        assertThat(runs.stream().filter(Run::first)).hasSize(2_025);
        assertThat(runs.stream().filter(run -> !run.first())).hasSizeBetween(20, 60); // a second minute
        assertThat(runs.stream().filter(run -> run.kind() == Kind.RETURN)).hasSizeBetween(280, 360);
        assertThat(runs.stream().mapToInt(run -> run.lines().size()).max().orElseThrow()).isBetween(500, 1_150);
        assertThat(lines.stream().map(InvoiceLine::stockCode).distinct()).hasSizeBetween(2_600, 2_800);
        assertThat(lines.stream().filter(line -> line.customer().isEmpty()).count())
                .isBetween(lines.size() / 4L, lines.size() * 2L / 5);
        assertThat(lines.stream().filter(line -> line.country().equals("United Kingdom")).count())
                .isBetween(lines.size() * 8L / 10, lines.size() - 1_000L);
        assertThat(lines.stream().filter(line -> line.kind() == Kind.SALE && line.quantity() < 0))
                .hasSizeBetween(40, 130);
        assertThat(lines.stream().filter(line -> line.price() == 0)).hasSizeBetween(150, 400);
        assertThat(lines.stream().filter(line -> line.description().contains(","))).isNotEmpty();
        assertThat(lines.stream().filter(line -> line.description().contains("\""))).isNotEmpty();
        var seen = new HashSet<String>();
        assertThat(lines.stream().filter(line -> !seen.add(line.text()))).hasSizeBetween(300, 1_000);
    }

    @Test
    void aMonthIsInOrderOfTime() {
        var times = runs().stream().map(Run::at).toList();
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isEqualTo(Instant.parse("2010-12-01T08:26:00Z"));
        assertThat(times.getLast()).isBefore(Instant.parse("2011-01-01T00:00:00Z"));
    }

    @Test
    void stockCodesAreDistinct() {
        var codes = new HashSet<String>();
        for (int rank = 0; rank < Catalogue.GOODS; rank++) {
            assertThat(codes.add(Catalogue.code(rank))).isTrue();
        }
    }

    @Test
    void invoiceNumbersHaveSixDigits() {
        assertThat(new Generator(1, 0).lines()).toIterable().hasSize(1);
        assertThatThrownBy(() -> new Generator(1, 400_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Generator(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Run> runs() {
        return feedables().stream().filter(Run.class::isInstance).map(Run.class::cast).toList();
    }

    private static List<Feedable> feedables() {
        try (var entries = InvoiceSource.of(Generator.december()).open()) {
            return RunsTest.all(new Runs(entries, Optional.empty()));
        }
    }

    private static String sha256(Generator generator) throws IOException, NoSuchAlgorithmException {
        try (var in = new DigestInputStream(generator.open(), MessageDigest.getInstance("SHA-256"))) {
            in.readAllBytes();
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        }
    }
}
