// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import io.thence.bench.measure.Bar;
import io.thence.bench.measure.Entrant;
import io.thence.bench.measure.Result;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Results as a table for people: first where Thence stands, then beside whom, then what was asked for. */
final class Table {

    private static final List<String> HEAD = List.of("ratio", "row", "thence", "beside", "flushed", "bar", "");

    private final List<List<String>> lines = new ArrayList<>();

    Table(List<Result> results) {
        lines.add(HEAD);
        results.forEach(this::add);
    }

    private void add(Result result) {
        var flush = result.measured().flush();
        var ours = amount(result.medians().value(Entrant.OURS).orElse(Double.NaN)) + " " + result.unit();
        result.medians().values().forEach((name, value) -> {
            if (!name.equals(Entrant.OURS)) {
                var bar = result.bars().stream().filter(asked -> asked.needs().filter(name::equals).isPresent())
                        .findFirst();
                lines.add(List.of(amount(result.medians().ratio(Entrant.OURS, name).orElse(Double.NaN)),
                        result.name(), ours, name + " " + amount(value), flush.getOrDefault(name, ""),
                        bar.map(Bar::text).orElse(""), bar.map(asked -> verdict(asked, result)).orElse("")));
            }
        });
        result.bars().stream().filter(bar -> bar.needs().isEmpty()).forEach(bar -> lines.add(List.of(
                amount(bar.stands(result.medians()).orElse(Double.NaN)), result.name(), ours, "",
                flush.getOrDefault(Entrant.OURS, ""), bar.text(), verdict(bar, result))));
        result.measured().failures().forEach((name, why) -> lines.add(
                List.of("", result.name(), ours, name, flush.getOrDefault(name, ""), why, "FAILED")));
        result.invalid().ifPresent(why -> lines.add(
                List.of("", result.name(), ours, "", flush.getOrDefault(Entrant.OURS, ""), why, "INVALID")));
    }

    private static String verdict(Bar bar, Result result) {
        return bar.isMet(result.medians()) ? "met" : "UNMET";
    }

    /** Three digits of small numbers, whole numbers of great ones. */
    private static String amount(double amount) {
        if (Double.isNaN(amount)) {
            return "-";
        }
        return String.format(Locale.ROOT, amount < 10 ? "%.2f" : amount < 100 ? "%.1f" : "%,.0f", amount);
    }

    void print(PrintWriter out) {
        var widths = new int[HEAD.size()];
        lines.forEach(line -> {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], line.get(column).length());
            }
        });
        for (var line : lines) {
            var text = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                text.append(line.get(column)).append(" ".repeat(widths[column] - line.get(column).length() + 2));
            }
            out.println(text.toString().stripTrailing());
        }
    }
}
