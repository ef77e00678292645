// SPDX-License-Identifier: Apache-2.0
package io.thence.saga;

import io.thence.Saga;
import io.thence.event.Ports;
import io.thence.world.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The instances of a saga, as far as the log says now. From any thread. */
public final class SagaInstances<K, S> {

    private final Saga<K, S> saga;
    private final SagaPlan<S> plan;
    private final Ports ports;
    private final SagaRecords records;
    private final SagaLog<S> log;
    private final Progress progress;

    /** Those of {@code saga}; {@code progress} is how far who takes steps in {@code log} has come. */
    SagaInstances(Saga<K, S> saga, SagaLog<S> log, Ports ports, Progress progress) {
        this.saga = saga;
        this.log = log;
        this.ports = ports;
        this.progress = progress;
        plan = log.plan();
        records = SagaRecords.of(ports.store(), plan);
    }

    /** The instance of {@code key}; empty where none has begun, and where what it did is in the log no more. */
    public Optional<SagaInstance<S>> of(K key) {
        return records.of(filed(key)).map(this::typed);
    }

    private String filed(K key) {
        return ports.codec().filed(saga.key(), key).value();
    }

    private SagaInstance<S> typed(SagaInstance<String> one) {
        return new SagaInstance<>(one.key(), one.status(), plan.state(one.state()), one.waitsFor(), one.history());
    }

    /**
     * Waits until the instance of {@code key} has begun and come to its end; whether it has, within {@code limit}.
     *
     * @throws io.thence.ThenceException.PartStopped if the saga has stopped
     */
    public boolean await(K key, Duration limit) {
        var instance = filed(key);
        return progress.await(() -> log.seen(instance).status().isEnd(), limit);
    }

    /**
     * Has the instance of {@code key} undo what was accepted, as a step that compensates does; that can be
     * {@link #await awaited}. An ask that is on its way is heard of first, wakes are dropped. Of one that undoes
     * already what is left is tried again. What it waits for to be mended, a dead letter, is passed over: what is told
     * comes after it.
     *
     * @param by  who says so
     * @param why the reason, which is stored in clear
     * @throws io.thence.ThenceException.BadRequest if none has begun, or it has come to its end
     */
    public void compensate(K key, String by, String why) {
        telling().compensate(filed(key), by, why);
    }

    /**
     * Has the instance of {@code key} come to its end as it is: nothing more is sent, and nothing is undone. For what
     * somebody has put right by hand, as where what undoes is refused for good.
     *
     * @param by  who says so
     * @param why the reason, which is stored in clear
     * @throws io.thence.ThenceException.BadRequest if none has begun, or it has come to its end
     */
    public void end(K key, String by, String why) {
        telling().end(filed(key), by, why);
    }

    private SagaTelling telling() {
        return SagaTelling.running(ports.store(), saga.name());
    }

    /**
     * Those that have not come to their end, the oldest first. All steps of the saga are read for that.
     *
     * @param most how many at most, from 1 on
     */
    public List<SagaInstance<S>> unfinished(int most) {
        return records.unfinished(most).stream().map(this::typed).toList();
    }
}
