// SPDX-License-Identifier: Apache-2.0
package io.thence.examples;

import io.thence.Projection;
import io.thence.ThenceException.BadRequest;
import io.thence.run.Thence;
import io.thence.view.ViewQuery;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What can be asked of an example, by number. An answer is a text: columns are separated by {@code |}, rows by
 * {@code ;}.
 *
 * @param byNumber the questions in their order
 */
public record Questions(Map<String, Question> byNumber) {

    /** No questions. */
    public static final Questions NONE = new Questions(Map.of());

    private static final Duration CATCH_UP_MAX = Duration.ofMinutes(5);

    public Questions {
        byNumber = Collections.unmodifiableMap(new LinkedHashMap<>(byNumber));
    }

    /**
     * One question.
     *
     * @param text   what is asked, in words, its columns in the order of the answer's
     * @param answer the answer of an application that is fed
     */
    public record Question(String text, Function<Thence, String> answer) {}

    /** The same and one more. */
    public Questions with(String number, String text, Function<Thence, String> answer) {
        var more = new LinkedHashMap<>(byNumber);
        more.put(number, new Question(text, answer));
        return new Questions(more);
    }

    /**
     * Only those with these numbers; all, if there are none.
     *
     * @throws BadRequest if there is no such number
     */
    public Questions only(Collection<String> numbers) {
        for (var number : numbers) {
            if (!byNumber.containsKey(number)) {
                throw new BadRequest("there is no question " + number + ": there are "
                        + String.join(", ", byNumber.keySet()));
            }
        }
        if (numbers.isEmpty()) {
            return this;
        }
        var chosen = new LinkedHashMap<>(byNumber);
        chosen.keySet().retainAll(numbers);
        return new Questions(chosen);
    }

    /** The answer to one of them. */
    public String ask(String number, Thence thence) {
        return only(List.of(number)).byNumber.values().iterator().next().answer().apply(thence);
    }

    /** The tables of a projection, once they hold all that has happened. */
    public static ViewQuery tables(Thence thence, Projection projection) {
        return thence.query(projection).upTo(thence.store().head()).within(CATCH_UP_MAX);
    }

    /** A row as it stands in an answer. */
    public static String row(Object... columns) {
        return Stream.of(columns).map(Object::toString).collect(Collectors.joining(" | "));
    }

    /** Rows as they stand in an answer. */
    public static String rows(List<String> rows) {
        return String.join("; ", rows);
    }
}
