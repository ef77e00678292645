// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.Effect;
import io.thence.Effect.NotHappened;
import io.thence.Effect.Unknown;
import io.thence.Notice;
import io.thence.Position;
import io.thence.event.Outside;
import io.thence.react.EffectEvent;
import io.thence.react.EffectEvent.Begun;
import io.thence.react.EffectEvent.Happened;
import io.thence.react.EffectEvent.Which;
import io.thence.react.Effects;
import io.thence.store.EventStore;
import io.thence.store.EventStore.Direction;
import io.thence.store.Query;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outside in one life: slow, out of reach at times, and at times it does what it is called for and the answer is
 * lost. It lives on when the power goes. Where an effect says that it knows its keys it does nothing twice under one;
 * where not, a second call is a failure of the life. Notifiers of alerts need no script: nobody is told.
 */
final class ScriptedOutside implements Outside {

    private static final int MILLIS_MAX = 40;
    private static final String BY = "the simulator";
    private static final String WHY = "asked outside";

    private final SimulatedWorld world;
    private final Map<Effect<?, ?>, Script<?, ?>> scripts;
    private final Troubles troubles;
    private final Partners partners;
    private final Map<String, Done> done = new HashMap<>();
    private final Map<String, Integer> calls = new HashMap<>();
    private @Nullable String twice;

    /** What has happened under a key. */
    private record Done(Object request, Object answer) {}

    ScriptedOutside(SimulatedWorld world, Map<Effect<?, ?>, Script<?, ?>> scripts, Troubles troubles,
            Partners partners) {
        this.world = world;
        this.scripts = scripts;
        this.troubles = troubles;
        this.partners = partners;
    }

    @Override
    public <Q, A> A call(Effect<Q, A> effect, String key, Q request) throws Exception {
        var where = where(effect, request);
        world.tell(() -> "calls " + where);
        wait(where);
        if (partners.isAway(effect)) {
            world.tell(() -> "nobody is there: " + where);
            throw new NotHappened("the outside is away");
        }
        if (troubles.hits(Fault.HANDLER_FAILED_BEFORE, where)) {
            world.tell(() -> "FAULT " + Fault.HANDLER_FAILED_BEFORE + ": " + where);
            boolean isKnown = troubles.chance(Fault.HANDLER_FAILED_BEFORE, "known: " + where).nextBoolean();
            throw isKnown ? new NotHappened("the outside is out of reach")
                    : new IOException("the outside does not answer");
        }
        var answer = happen(effect, key, request);
        wait(where + ", back");
        if (troubles.hits(Fault.HANDLER_FAILED_AFTER, where)) {
            world.tell(() -> "FAULT " + Fault.HANDLER_FAILED_AFTER + ": the answer is lost, " + where);
            throw new IOException("the answer of the outside is lost");
        }
        return answer;
    }

    /** A place that is the same whatever else goes wrong: so it does not name the key, which is of this log. */
    private String where(Effect<?, ?> effect, Object request) {
        var what = "effect '" + effect.name() + "' with " + request;
        return what + ", call " + calls.merge(what, 1, Integer::sum);
    }

    /** The power may go meanwhile. */
    private void wait(String where) {
        var chance = troubles.chance(Fault.HANDLER_SLOW, "outside: " + where);
        world.pause(Duration.ofNanos(Duration.ofMillis(MILLIS_MAX).toNanos() >> chance.nextInt(16)));
        if (troubles.hits(Fault.HANDLER_SLOW, where)) {
            world.pause(troubles.time(Fault.HANDLER_SLOW, where));
        }
    }

    private <Q, A> A happen(Effect<Q, A> effect, String key, Q request) throws Exception {
        var before = done.get(key);
        if (before == null) {
            var answer = script(effect).answer(key, request, troubles.chance(Fault.HANDLER_SLOW, "answer " + request));
            done.put(key, new Done(request, answer));
            world.note("outside " + effect.name() + " " + key + " " + answer);
            world.tell(() -> "effect '" + effect.name() + "' happens: " + answer);
            return answer;
        }
        if (!before.request().equals(request)) {
            twice = "effect '" + effect.name() + "' was called under key " + key + " with " + before.request()
                    + ", and then with " + request;
        } else if (effect.unknown() != Unknown.REPEAT) {
            twice = "effect '" + effect.name() + "' was done twice, under key " + key + " with " + request;
        }
        return effect.answer().cast(before.answer());
    }

    @SuppressWarnings("unchecked") // a script is for an effect of its types
    private <Q, A> Script<Q, A> script(Effect<Q, A> effect) {
        var script = (Script<Q, A>) scripts.get(effect);
        if (script == null && effect.request() == Notice.class) {
            return (_, _, _) -> effect.answer().cast("told");
        }
        if (script == null) {
            throw new IllegalStateException("effect '" + effect.name() + "' has no script");
        }
        return script;
    }

    @Override
    public <Q, A> Optional<A> ask(Effect<Q, A> effect, String key, Q request) throws Exception {
        var where = "asking for " + where(effect, request);
        wait(where);
        if (troubles.hits(Fault.HANDLER_FAILED_BEFORE, where)) {
            world.tell(() -> "FAULT " + Fault.HANDLER_FAILED_BEFORE + ": " + where);
            throw new IOException("the outside does not answer");
        }
        return Optional.ofNullable(done.get(key)).map(known -> effect.answer().cast(known.answer()));
    }

    /** Somebody finds out what has become of what is open, and says so. */
    void tell(Effects effects) {
        for (var open : effects.open()) {
            var known = done.get(open.key());
            world.tell("", () -> "somebody says that " + open.effect() + (known == null ? " has not" : " has")
                    + " happened");
            if (known == null) {
                effects.notHappened(open.key(), BY, WHY);
            } else {
                effects.happened(open.key(), known.answer(), BY, WHY);
            }
        }
    }

    /** What is kept of effects must be what has happened, once for each. */
    void check(EventStore store) {
        if (twice != null) {
            throw new Broken("an effect is done once", twice, null);
        }
        var keys = new HashMap<Which, String>();
        var happened = new LinkedHashMap<Which, String>();
        try (var reader = store.read(Query.types(EffectEvent.TYPES.names()), new Position(store.lineage(), 0),
                Direction.FORWARDS)) {
            for (var event = reader.next(); event.isPresent(); event = reader.next()) {
                switch (EffectEvent.read(event.get()).orElseThrow()) {
                    case Begun begun -> begun(begun, keys);
                    case Happened said -> said(said, keys, happened);
                    case EffectEvent.NotHappened _ -> {}
                }
            }
        }
    }

    private void begun(Begun begun, Map<Which, String> keys) {
        var before = keys.put(begun.which(), begun.key());
        if (before != null && !before.equals(begun.key()) && done.containsKey(before)) {
            throw broken(begun + " begins anew, and has happened under " + before);
        }
    }

    private void said(Happened said, Map<Which, String> keys, Map<Which, String> happened) {
        var before = happened.put(said.which(), said.answer());
        if (before != null) {
            throw broken(said + " has two outcomes, first " + before);
        }
        if (said.by().equals(said.which().reaction()) && !done.containsKey(keys.get(said.which()))) {
            throw broken(said + ", and nothing has happened outside");
        }
    }

    private static Broken broken(String what) {
        return new Broken("what is kept of effects is what has happened", what, null);
    }
}
