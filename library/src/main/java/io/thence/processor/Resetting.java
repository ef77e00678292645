// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.processor.ControlEvent.Reset;
import io.thence.processor.ControlEvent.ResetReached;
import io.thence.world.World;
import java.time.Duration;

/**
 * Moves a processor to where it is told to go on: when nothing is in hand, so that the order of each key holds. Moved
 * back, it comes again to what it has handled; its checkpoint stays where it was meanwhile, and how far it has come is
 * written down every {@value #APART_SECONDS} s: after a crash it goes on from there. For the processor's thread.
 */
final class Resetting {

    /** How many seconds apart it writes down how far it is. */
    static final long APART_SECONDS = 10;

    private static final Duration APART = Duration.ofSeconds(APART_SECONDS);

    private final World world;
    private final Intake intake;
    private final Work work;
    private final ProcessorLog log;
    private long begun;
    private boolean isWaiting;
    private boolean isOn;
    private long writtenNanos;

    Resetting(World world, Intake intake, Work work, ProcessorLog log) {
        this.world = world;
        this.intake = intake;
        this.work = work;
        this.log = log;
    }

    /** Whether nothing is to be taken in, since it waits for what is in hand. */
    boolean isWaiting() {
        return isWaiting;
    }

    /** What it waits for, for messages; empty if it does not. */
    String note() {
        return isWaiting ? work.oldest().map(first -> "goes on elsewhere when what is in hand is handled, the oldest at"
                + " position " + first.position() + " of " + first.key()).orElse("") : "";
    }

    /** Whether it is moved, or about to be. */
    boolean isOn() {
        return isOn || isWaiting;
    }

    /** Does the next thing, if there is any that can be done; whether it did. */
    boolean step() {
        var controls = log.controls();
        if (controls.reset().isEmpty()) {
            return false;
        }
        var reset = controls.reset().get();
        if (begun != controls.resets()) {
            isWaiting = !work.isEmpty();
            if (!isWaiting) {
                begin(reset, controls.resets());
            }
            return !isWaiting;
        }
        return isOn && goOn(reset);
    }

    private void begin(Reset reset, long number) {
        long last = reset.until().orElse(Long.MAX_VALUE);
        long after = reset.until().isPresent() ? Math.min(reset.after(), intake.takenUpTo()) : reset.after();
        boolean isBack = after < intake.readUpTo();
        intake.move(after, last);
        begun = number;
        isOn = true;
        writtenNanos = world.nanos();
        if (!isBack) {
            work.seen(after);
            work.beginAll();
            goOn(reset); // before anything is taken in: after a stop it would be moved back over that
        }
    }

    private boolean goOn(Reset reset) {
        long upTo = work.firstAgain(intake.readUpTo() + 1) - 1;
        boolean isAll = upTo >= intake.againUpTo();
        if (!isAll && (world.nanos() - writtenNanos < APART.toNanos() || upTo <= reset.after())) {
            return false;
        }
        log.reached(new ResetReached(reset.consumer(), begun, Math.min(upTo, intake.againUpTo()), isAll), work);
        writtenNanos = world.nanos();
        isOn = !isAll;
        return true;
    }
}
