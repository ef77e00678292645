// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.Handling;
import io.thence.processor.GuardedHandler.Refused;
import io.thence.processor.Handler.HeldUp;
import io.thence.world.Machine;
import io.thence.world.Signal;
import java.time.Duration;
import java.util.Optional;
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

    /** Whether it waits to be told; the lock of its lanes guards it. */
    boolean isIdle;

    private boolean isWoken = true;
    private @Nullable Item inHand;

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
        if (isWoken && task.isMore()) {
            lanes.wake(1);
        }
        isWoken = false;
        inHand = task.item();
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
        inHand = null;
        return true;
    }

    @Override
    public void around(Runnable steps) {
        Handling.during(() -> Optional.ofNullable(inHand).map(lanes::handling), steps);
    }

    private void handle(Item item) {
        if (item.isAgain()) {
            ScopedValue.where(Handler.AGAIN, true).run(() -> handler.handle(item.event()));
        } else {
            handler.handle(item.event());
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
