// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.measure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SequencedMap;

/**
 * The medians of a row's rounds.
 *
 * @param values      by contender, in the row's unit
 * @param figures     by name: Thence's own as they are, others as {@code contender.figure}
 * @param flushMicros one write of 300 bytes with a flush, measured beside the row
 */
public record Medians(SequencedMap<String, Double> values, SequencedMap<String, Double> figures, double flushMicros) {

    /** Of {@code rounds}. */
    public static Medians of(List<Round> rounds, double flushMicros) {
        var values = new LinkedHashMap<String, List<Double>>();
        var figures = new LinkedHashMap<String, List<Double>>();
        for (var round : rounds) {
            round.samples().forEach((name, sample) -> {
                values.computeIfAbsent(name, _ -> new ArrayList<>()).add(sample.value());
                sample.figures().forEach((figure, amount) ->
                        figures.computeIfAbsent(figureName(name, figure), _ -> new ArrayList<>()).add(amount));
            });
        }
        return new Medians(medians(values), medians(figures), flushMicros);
    }

    /** How a contender's figure is named among those of all. */
    public static String figureName(String contender, String figure) {
        return contender.equals(Entrant.OURS) ? figure : contender + "." + figure;
    }

    private static SequencedMap<String, Double> medians(SequencedMap<String, List<Double>> all) {
        var medians = new LinkedHashMap<String, Double>();
        all.forEach((name, amounts) -> medians.put(name, median(amounts)));
        return Collections.unmodifiableSequencedMap(medians);
    }

    /** The middle of {@code amounts}, of which there is one at least; the mean of the two in the middle. */
    public static double median(List<Double> amounts) {
        var sorted = amounts.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** A contender's value. */
    public OptionalDouble value(String contender) {
        var value = values.get(contender);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** A figure. */
    public OptionalDouble figure(String name) {
        var figure = figures.get(name);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }

    /** One contender's value by another's. */
    public OptionalDouble ratio(String contender, String peer) {
        var mine = values.get(contender);
        var theirs = values.get(peer);
        return mine == null || theirs == null ? OptionalDouble.empty() : OptionalDouble.of(mine / theirs);
    }
}
