// SPDX-License-Identifier: Apache-2.0
package io.thence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Answers questions from projections.
 *
 * @param name    the name in drawings and messages
 * @param over    the projections that answers come from; a handler may read no others
 * @param answers what answers each type of question
 * @param declared where the code declares it
 */
public record Queries(String name, List<Part> over, List<Answering<?, ?>> answers, CodePlace declared)
        implements Part {

    public Queries {
        Names.check("queries", name);
        over = List.copyOf(over);
        answers = List.copyOf(answers);
        for (var part : over) {
            if (!(part instanceof Projection || part instanceof MemoryProjection<?>)) {
                throw new IllegalArgumentException("queries '" + name + "' are over '" + part.name()
                        + "', which is no projection: name the projections that answers come from");
            }
        }
    }

    /** What answers one type of question. */
    public record Answering<Q extends Question<A>, A>(Class<Q> type, Handler<Q, A> handler) {}

    /** Answers a question. It may be called from several threads at once, and again whenever a projection has moved. */
    @FunctionalInterface
    public interface Handler<Q extends Question<A>, A> {
        /** The answer to {@code question}. */
        A answer(Q question, Reading from);
    }

    /** Starts the answers over some projections. */
    public static Queries named(String name) {
        return new Queries(name, List.of(), List.of(), CodePlace.ofCaller());
    }

    /** Says which projections answers come from. */
    public Queries over(Part... projections) {
        var more = new ArrayList<>(over);
        more.addAll(Arrays.asList(projections));
        return new Queries(name, more, answers, declared);
    }

    /** Says what answers questions of {@code type}, a record. */
    public <Q extends Question<A>, A> Queries answer(Class<Q> type, Handler<Q, A> handler) {
        var more = new ArrayList<>(answers);
        more.add(new Answering<>(type, handler));
        return new Queries(name, over, more, declared);
    }
}
