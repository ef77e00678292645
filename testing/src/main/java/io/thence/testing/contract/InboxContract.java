// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.contract;

import io.thence.ThenceException.BadRequest;
import io.thence.inbox.Inbox;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What every {@link Inbox} owes: a message has its effect once, whoever handles it, how often, and where it fails. An
 * adapter extends this class, and says how an effect is done and what effects are there.
 *
 * <p>Each test has an instance of the adapter's class to itself.
 *
 * @param <T> what effects are done with
 */
public abstract class InboxContract<T> {

    private static final int MESSAGES = 40;
    private static final int HANDLERS = 4;

    /** Thrown by an effect that fails. */
    private static final class Failed extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** An inbox that has handled nothing, and the same again in each call of one test, as another process opens it. */
    protected abstract Inbox<T> inbox();

    /** Does an effect that can be told by {@code text}. */
    protected abstract void effect(T with, String text) throws Exception;

    /** The effects that are there, in any order. */
    protected abstract List<String> effects() throws Exception;

    /** Does an effect, and then loses what it was done with, such as the connection; if that is possible. */
    protected void effectAndLoss(T with, String text) throws Exception {
        effect(with, text);
        throw new IOException("lost");
    }

    private boolean handle(String consumer, String message) {
        return inbox().once(consumer, message, with -> effect(with, consumer + ":" + message));
    }

    @Test
    void a_message_has_its_effect_once() throws Exception {
        assertThat(handle("billing", "m1")).isTrue();
        assertThat(handle("billing", "m1")).isFalse();
        assertThat(effects()).containsExactly("billing:m1");
    }

    @Test
    void each_consumer_has_messages_of_its_own() throws Exception {
        assertThat(handle("billing", "m1")).isTrue();
        assertThat(handle("shipping", "m1")).isTrue();
        assertThat(handle("billing", "m2")).isTrue();
        assertThat(effects()).containsExactlyInAnyOrder("billing:m1", "shipping:m1", "billing:m2");
    }

    @Test
    void a_message_without_an_effect_is_known_too() {
        var calls = new AtomicInteger();
        assertThat(inbox().once("billing", "m1", _ -> calls.incrementAndGet())).isTrue();
        assertThat(inbox().once("billing", "m1", _ -> calls.incrementAndGet())).isFalse();
        assertThat(calls).hasValue(1);
    }

    @Test
    void an_effect_that_fails_leaves_nothing_and_is_done_when_the_message_comes_again() throws Exception {
        assertThatThrownBy(() -> inbox().once("billing", "m1", with -> {
            effect(with, "half");
            throw new Failed();
        })).isInstanceOf(Failed.class);
        assertThat(effects()).isEmpty();
        assertThatThrownBy(() -> inbox().once("billing", "m1", with -> effectAndLoss(with, "lost")))
                .isInstanceOf(IOException.class);
        assertThat(effects()).isEmpty();
        assertThatThrownBy(() -> inbox().once("billing", "m1", _ -> {
            throw new StackOverflowError("as errors do");
        })).isInstanceOf(StackOverflowError.class);
        assertThat(handle("billing", "m1")).isTrue();
        assertThat(effects()).containsExactly("billing:m1");
    }

    @Test
    void ids_may_be_long_and_differ_in_their_ends() throws Exception {
        var id = "m".repeat(1_000);
        assertThat(handle("billing", id + "1")).isTrue();
        assertThat(handle("billing", id + "2")).isTrue();
        assertThat(handle("billing", id + "1")).isFalse();
        assertThat(effects()).hasSize(2);
    }

    @Test
    void names_are_refused_that_cannot_be_kept() {
        assertThatThrownBy(() -> handle(" ", "m")).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> handle("billing", "")).isInstanceOf(BadRequest.class);
        assertThatThrownBy(() -> handle("b".repeat(Inbox.CONSUMER_MAX + 1), "m")).isInstanceOf(BadRequest.class);
        assertThat(handle("b".repeat(Inbox.CONSUMER_MAX), "m")).isTrue();
    }

    /** Handlers take all messages, each in an order of its own, and fail before and after the effect. */
    @Test
    void of_many_that_handle_the_same_messages_and_fail_at_times_each_has_its_effect_once() throws Exception {
        var done = Collections.synchronizedMap(new HashMap<String, Integer>());
        try (var handlers = Executors.newFixedThreadPool(HANDLERS)) {
            var all = new ArrayList<Future<?>>();
            for (int handler = 0; handler < HANDLERS; handler++) {
                var random = new SplittableRandom(handler);
                all.add(handlers.submit(() -> {
                    for (int i = 0; i < 3 * MESSAGES; i++) {
                        take("m" + random.nextInt(MESSAGES), random, done);
                    }
                }));
            }
            for (var one : all) {
                one.get();
            }
        }
        for (int i = 0; i < MESSAGES; i++) {
            if (handle("billing", "m" + i)) {
                done.merge("m" + i, 1, Integer::sum);
            }
            assertThat(done.get("m" + i)).isEqualTo(1);
        }
        assertThat(effects()).doesNotHaveDuplicates().hasSize(MESSAGES);
    }

    private void take(String message, SplittableRandom random, Map<String, Integer> done) {
        int trouble = random.nextInt(4);
        try {
            boolean isDone = inbox().once("billing", message, with -> {
                if (trouble == 0) {
                    throw new Failed();
                }
                if (trouble == 1) {
                    effectAndLoss(with, "billing:" + message);
                }
                effect(with, "billing:" + message);
                if (trouble == 2) {
                    throw new Failed();
                }
            });
            if (isDone) {
                done.merge(message, 1, Integer::sum);
            }
        } catch (Exception e) {
            assertThat(trouble).as("%s", e).isLessThan(3);
        }
    }
}
