// SPDX-License-Identifier: Apache-2.0
package io.thence.react;

import io.thence.Effect;
import io.thence.Effect.NotHappened;
import io.thence.Effect.Unknown;
import io.thence.EventId;
import io.thence.Origin;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.EffectUnknown;
import io.thence.event.Json;
import io.thence.event.Ports;
import io.thence.processor.Handler.HeldUp;
import io.thence.react.EffectBook.Standing;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.Which;
import io.thence.store.EventStore;
import io.thence.world.Undeclared;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Does the effects of one event that is handled: says that one begins, calls, says what was answered. What was answered
 * before is not called; what was begun and not answered is called again, asked for, or left to somebody. For one
 * thread.
 */
public final class Calls {

    /** The most effects of one event. */
    static final int EFFECTS_MAX = 1_000;

    private final Ports ports;
    private final About about;
    private final Map<String, Integer> ordinals = new HashMap<>();
    private @Nullable EffectLog log;
    private int count;
    private @Nullable Throwable failure;

    /**
     * What effects are of.
     *
     * @param reaction its name
     * @param stored   the event as it is stored
     * @param event    the event as the handler sees it: itself, or a piece of it
     * @param origin   of what is said of them
     * @param isAgain  whether the reaction was told to handle it again: then nothing is called
     */
    public record About(String reaction, EventId stored, EventId event, Origin origin, boolean isAgain) {}

    /** Those of one event that is handled. */
    public Calls(Ports ports, About about) {
        this.ports = ports;
        this.about = about;
    }

    /** The key under which an effect is called with what has the hash {@code request}. */
    static String key(EventStore store, Which which, String request) {
        return DerivedIds.uuid(store.lineage().log().toString(), which.reaction(), which.event(), which.effect(),
                Integer.toString(which.ordinal()), request).toString();
    }

    /** What fails here fails the handling, whatever the handler makes of it: else nobody would look again. */
    public void rethrow() {
        if (failure != null) {
            throw Undeclared.of(failure);
        }
    }

    /** Whether the answer to the next call of {@code effect} is kept already. */
    boolean isKept(Effect<?, ?> effect) {
        int ordinal = ordinals.getOrDefault(effect.name(), 0);
        return log().of(new Which(about.reaction, about.event.text(), effect.name(), ordinal))
                .filter(Standing.Done.class::isInstance).isPresent();
    }

    /** What was answered, now or before. */
    public <Q, A> A call(Effect<Q, A> effect, Q request) {
        try {
            return answer(effect, request);
        } catch (Throwable e) {
            failure = e;
            throw Undeclared.of(e);
        }
    }

    private <Q, A> A answer(Effect<Q, A> effect, Q request) throws Exception {
        if (++count > EFFECTS_MAX) {
            throw new BadRequest("reaction '" + about.reaction + "' calls more than " + EFFECTS_MAX
                    + " effects for event " + about.event + ": let commands lead to smaller events");
        }
        var ordinal = ordinals.merge(effect.name(), 1, Integer::sum) - 1;
        var which = new Which(about.reaction, about.event.text(), effect.name(), ordinal);
        var hash = ports.codec().hash(request).hex();
        var call = new Call<>(effect, request, which, hash);
        var standing = log().of(which);
        if (about.isAgain && !(standing.orElse(null) instanceof Standing.Done)) {
            throw new BadRequest(call.name() + " has no answer in the log, and nothing is called for an event that is"
                    + " handled again: have its dead letter retried if it is to be called, or discard it");
        }
        int attempt = standing.map(known -> known.begun().attempt()).orElse(0) + 1;
        if (standing.isEmpty() || standing.get() instanceof Standing.NotYet) {
            var begun = new Begun(which, attempt, key(ports.store(), which, hash), hash);
            if (log().say(begun, about.origin)) {
                return call(call, begun);
            }
        }
        return again(call, log().known(which));
    }

    /** A call that is wanted. */
    private record Call<Q, A>(Effect<Q, A> effect, Q request, Which which, String hash) {
        String name() {
            return "effect '" + effect.name() + "' of reaction '" + which.reaction() + "' for event " + which.event();
        }
    }

    private EffectLog log() {
        var read = log;
        if (read == null) {
            read = new EffectLog(ports.store(), about.reaction, about.stored);
            log = read;
        }
        return read;
    }

    private void refuseOther(Call<?, ?> call, Begun begun) {
        if (!begun.request().equals(call.hash())) {
            throw new BadRequest(call.name() + " was begun with another request than it is called with now (key "
                    + begun.key() + "): it would be done twice. A handler calls the same for one event, whatever it"
                    + " reads; let it do so, or discard this");
        }
    }

    /** It was begun before, or is by another process. */
    private <Q, A> A again(Call<Q, A> call, Standing standing) throws Exception {
        refuseOther(call, standing.begun());
        return switch (standing) {
            case Standing.Done(_, var answer) -> read(call.effect(), answer);
            case Standing.Open(var begun) -> again(call, begun);
            case Standing.NotYet _ -> throw new HeldUp(call.name() + " is done somewhere else too: stop one of the"
                    + " two");
        };
    }

    private <Q, A> A again(Call<Q, A> call, Begun begun) throws Exception {
        return switch (call.effect().unknown()) {
            case REPEAT -> call(call, begun);
            case ASK -> {
                var found = ports.outside().ask(call.effect(), begun.key(), call.request());
                yield found.isPresent() ? happened(call, found.get()) : call(call, begun);
            }
            case PARK -> throw unknown(call, begun);
        };
    }

    private static EffectUnknown unknown(Call<?, ?> call, Begun begun, Throwable... cause) {
        return new EffectUnknown("whether " + call.name() + " has happened is not known (key " + begun.key()
                + "): find out, and say so by thence.effects(reaction)", cause);
    }

    private <Q, A> A call(Call<Q, A> call, Begun begun) throws Exception {
        A answer;
        try {
            answer = ports.outside().call(call.effect(), begun.key(), call.request());
        } catch (NotHappened e) {
            log().say(new EffectEvent.NotHappened(call.which(), begun.attempt(), about.reaction, ""), about.origin);
            throw e;
        } catch (Exception e) {
            throw call.effect().unknown() == Unknown.PARK ? unknown(call, begun, e) : e;
        }
        return happened(call, answer);
    }

    /** Of two answers the first that is kept holds. */
    private <A> A happened(Call<?, A> call, @Nullable A answer) {
        log().say(new Happened(call.which(), text(call.effect(), answer), about.reaction, ""), about.origin);
        if (log().known(call.which()) instanceof Standing.Done(_, var first)) {
            return read(call.effect(), first);
        }
        throw new AssertionError(call.name() + " was said to have happened");
    }

    /**
     * An answer as it is kept.
     *
     * @throws BadRequest if it is none, or too long
     */
    static String text(Effect<?, ?> effect, @Nullable Object answer) {
        if (answer == null || !effect.answer().isInstance(answer)) {
            throw new BadRequest("effect '" + effect.name() + "' answers "
                    + (answer == null ? "null" : "a " + answer.getClass().getName()) + ": it is to be a "
                    + effect.answer().getName());
        }
        return text(effect.name(), Json.write(answer, effect.answer()));
    }

    /**
     * An answer that is given as JSON, as it is kept.
     *
     * @param name of the effect
     * @param known the effect, where it can be asked whether it answers so
     * @throws BadRequest if it is none, or too long
     */
    static String text(String name, Optional<Effect<?, ?>> known, String json) {
        var bytes = json.getBytes(StandardCharsets.UTF_8);
        var what = "the answer of effect '" + name + "'";
        return known.map(effect -> text(effect, Json.asked(bytes, effect.answer(), what))).orElseGet(() -> {
            var tree = Json.asked(bytes, JsonNode.class, what);
            if (tree.isMissingNode() || tree.isNull()) {
                throw new BadRequest(what + " is '" + json + "': write it as JSON; no effect answers null");
            }
            return text(name, bytes);
        });
    }

    private static String text(String name, byte[] json) {
        if (json.length > Effect.ANSWER_BYTES_MAX) {
            throw new BadRequest("the answer of effect '" + name + "' is kept, and has " + json.length
                    + " bytes: at most " + Effect.ANSWER_BYTES_MAX + "; keep what is needed of it");
        }
        return new String(json, StandardCharsets.UTF_8);
    }

    private static <A> A read(Effect<?, A> effect, String answer) {
        return Json.read(answer.getBytes(StandardCharsets.UTF_8), effect.answer(), "what effect '" + effect.name()
                + "' has answered");
    }
}
