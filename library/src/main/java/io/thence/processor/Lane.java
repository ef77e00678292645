// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Handling;
import io.thence.processor.GuardedHandler.Refused;
import io.thence.processor.Handler.HeldUp;
import io.thence.processor.Work.Task;
import io.thence.supervise.Call;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Handles events one after the other, of whatever key is ready. The handler may wait: the lane has a thread of its own,
 * a virtual one.
 */
final class Lane implements Machine {

    private final Lanes lanes;
    private final int number;
    private final Handler handler;
    private final Signal signal = new Signal();
    private final AtomicReference<@Nullable Task> inHand = new AtomicReference<>();
    private volatile @Nullable Thread thread;

    /** Whether it waits to be told; the lock of its lanes guards it. */
    boolean isIdle;

    private boolean isWoken = true;

    Lane(Lanes lanes, int number, Handler handler) {
        this.lanes = lanes;
        this.number = number;
        this.handler = handler;
    }

    /** Its number, from 0. */
    int number() {
        return number;
    }

    @Override
    public boolean step() {
        var taken = lanes.take(this);
        if (taken.isEmpty()) {
            isWoken = true;
            return false;
        }
        var task = taken.get();
        inHand.setRelease(task); // without a fence: who looks at it looks again much later
        if (isWoken) {
            begin(task);
        }
        try {
            handle(task.item());
            lanes.done(task);
        } catch (Refused _) {
            lanes.refused(task);
        } catch (HeldUp e) {
            lanes.heldUp(task, e);
        } catch (Throwable e) { // handlers may throw what they do not declare
            lanes.failed(task, e);
        }
        inHand.setRelease(null);
        return true;
    }

    @Override
    public void around(Runnable steps) {
        Handling.during(() -> Optional.ofNullable(inHand.getAcquire()).map(task -> lanes.handling(task.item())), steps);
    }

    private void begin(Task task) {
        isWoken = false;
        thread = Thread.currentThread();
        if (task.isMore()) {
            lanes.wake(1);
        }
    }

    /** The call that is under way, if one is. From any thread. */
    Optional<Call> call() {
        var task = inHand.getAcquire();
        var by = thread;
        return task == null || by == null ? Optional.empty() : Optional.of(new Call(Call.token(task), by, Lane.class,
                () -> new Call.Subject(task.item().event().id().text(), task.item().key().toString())));
    }

    private void handle(Item item) {
        try {
            if (item.isAgain()) {
                ScopedValue.where(Handler.AGAIN, true).run(() -> handler.handle(item.event()));
            } else {
                handler.handle(item.event());
            }
        } finally {
            Thread.interrupted(); // what a handler leaves behind is not for the next
        }
    }

    @Override
    public boolean isLight() {
        return true;
    }

    @Override
    public Signal signal() {
        return signal;
    }

    /** It is told when there is something. */
    @Override
    public Duration rest() {
        return UNTIL_TOLD;
    }
}
