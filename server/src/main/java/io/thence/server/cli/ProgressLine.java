// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far something is: a bar that is drawn over where a person looks, else a line now and
 * then. A task that is over at once shows nothing. For one thread.
 */
public final class ProgressLine implements AutoCloseable {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration EACH = Duration.ofSeconds(10);
    private static final int REDRAW_MILLIS = 200;

    private final World world = new SystemWorld();
    private final Terminal terminal;
    private final String task;
    private final String unit;
    private final long unitSize;
    private final long start = world.nanos();
    private long said = start;
    private @Nullable ProgressBar bar;

    /**
     * Nothing is shown yet.
     *
     * @param task     what is being done, in a word
     * @param unit     what is counted, as shown
     * @param unitSize how many of what is reported are one {@code unit}
     */
    public ProgressLine(Terminal terminal, String task, String unit, long unitSize) {
        this.terminal = terminal;
        this.task = task;
        this.unit = unit;
        this.unitSize = unitSize;
    }

    /** {@code done} of {@code total} are done; 0 stands for a total that is not known. */
    public void at(long done, long total) {
        long now = world.nanos();
        if (terminal.errShown()) {
            draw(done, total, now);
        } else if (now - said >= EACH.toNanos()) {
            said = now;
            terminal.say(task + ": " + done / unitSize + (total > 0 ? " of " + total / unitSize : "") + " " + unit);
        }
    }

    private void draw(long done, long total, long now) {
        var drawn = bar;
        if (drawn == null) {
            if (now - start < FIRST.toNanos()) {
                return;
            }
            drawn = new ProgressBarBuilder().setTaskName(task).setUnit(" " + unit, unitSize)
                    .setInitialMax(total > 0 ? total : -1)
                    .setStyle(ProgressBarStyle.ASCII).setUpdateIntervalMillis(REDRAW_MILLIS).clearDisplayOnFinish()
                    .setConsumer(new ConsoleProgressBarConsumer(terminal.err(), terminal.columns() - 1)).build();
            bar = drawn;
        }
        drawn.maxHint(total > 0 ? total : -1);
        drawn.stepTo(done);
    }

    /** Says something without spoiling the bar. */
    public void say(String line) {
        var drawn = bar;
        if (drawn != null) {
            terminal.err().print("\r" + " ".repeat(Math.max(0, terminal.columns() - 1)) + "\r");
        }
        terminal.say(line);
        if (drawn != null) {
            drawn.refresh();
        }
    }

    /** Takes the bar away. */
    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
