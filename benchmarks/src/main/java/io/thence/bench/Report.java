// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Medians;
import io.thence.bench.measure.Result;
import io.thence.bench.measure.Round;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Results as JSON. Ratios are Thence by the peer, also where less is better. */
final class Report {

    private static final MathContext DIGITS = new MathContext(6);

    private Report() {}

    static ObjectNode of(String suite, List<Result> results, Map<String, Object> settings) {
        var report = JsonNodeFactory.instance.objectNode();
        report.put("suite", suite);
        report.put("flushMicros", rounded(Medians.median(
                results.stream().map(result -> result.medians().flushMicros()).toList())));
        var rows = report.putArray("rows");
        results.forEach(result -> rows.add(row(result)));
        fill(report.putObject("settings"), settings);
        return report;
    }

    private static ObjectNode row(Result result) {
        var medians = result.medians();
        var row = JsonNodeFactory.instance.objectNode();
        row.put("name", result.name());
        row.put("unit", result.unit());
        medians.value(Entrant.OURS).ifPresent(value -> row.put("thence", rounded(value)));
        var peers = row.putObject("peers");
        var ratios = row.putObject("ratios");
        medians.values().forEach((name, value) -> {
            if (!name.equals(Entrant.OURS)) {
                peers.put(name, rounded(value));
                medians.ratio(Entrant.OURS, name).ifPresent(ratio -> ratios.put(name, rounded(ratio)));
            }
        });
        row.put("bar", result.bars().stream().map(Bar::text).collect(Collectors.joining("; ")));
        row.put("met", result.isMet());
        result.invalid().ifPresent(why -> row.put("invalid", why));
        var figures = row.putObject("figures");
        medians.figures().forEach((name, figure) -> figures.put(name, rounded(figure)));
        var rounds = row.putArray("rounds");
        result.measured().rounds().forEach(round -> rounds.add(round(round)));
        var settings = row.putObject("settings");
        fill(settings, result.measured().settings());
        fill(settings.putObject("flush"), result.measured().flush());
        fill(settings.putObject("failures"), result.measured().failures());
        return row;
    }

    private static ObjectNode round(Round round) {
        var samples = JsonNodeFactory.instance.objectNode();
        round.samples().forEach((name, sample) -> {
            samples.put(name, rounded(sample.value()));
            sample.figures().forEach((figure, amount) -> samples.put(name + "." + figure, rounded(amount)));
        });
        return samples;
    }

    private static void fill(ObjectNode node, Map<String, ?> values) {
        values.forEach((name, value) -> {
            switch (value) {
                case Double number -> node.put(name, rounded(number));
                case Number number -> node.put(name, number.longValue());
                default -> node.put(name, value.toString());
            }
        });
    }

    /** Six digits are more than can be measured. */
    private static BigDecimal rounded(double number) {
        var rounded = new BigDecimal(number).round(DIGITS).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
