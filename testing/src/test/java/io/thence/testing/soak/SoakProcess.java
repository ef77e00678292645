// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.soak;

import io.thence.DeadLetter;
import io.thence.Outcome.Accepted;
import io.thence.Part;
import io.thence.Send;
import io.thence.ThenceException.BadRequest;
import io.thence.ThenceException.DiskFull;
import io.thence.log.LogSettings;
import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.testing.soak.Business.Service;
import io.thence.world.Disk;
import io.thence.world.FileDisk;
import io.thence.world.Signal;
import io.thence.world.SystemWorld;
import io.thence.world.World;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The application, which sends itself commands at a steady rate, and says which were answered. What it is told comes by
 * its input, what it says are lines that end with a full stop: one that does not was cut.
 */
public final class SoakProcess {

    /** Segments so small that a full disk is met soon, and an index that is written down and merged now and then. */
    static final LogSettings SETTINGS =
            new LogSettings(512 << 10, 64 << 10, 256 << 10, 1_024, 4_096, 64 << 10, 1 << 14);

    private static final long HOT_STATE_BYTES = 8 << 20;
    private static final Duration CALLER_RESTS = Duration.ofMillis(45);
    private static final Duration FULL_RESTS = Duration.ofMillis(200);
    private static final Duration CLERK_RESTS = Duration.ofMillis(500);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration DRAIN = Duration.ofMinutes(2);
    private static final int STRIKES_PERCENT = 4;
    private static final String CLERK = "clerk";

    private final World world = new SystemWorld();
    private final long began = world.nanos();
    private final AtomicLong refusals = new AtomicLong();
    private final VolatileDisk disk;
    private final HttpOutside outside;
    private final Random chance;
    private final Business.Parts parts;
    private volatile boolean healed;
    private volatile boolean ends;

    private SoakProcess(Path data, int port, long seed) {
        disk = new VolatileDisk(new FileDisk(data));
        outside = new HttpOutside(port);
        chance = new Random(seed);
        parts = new Business(outside, this::strike).parts();
    }

    /** Goes on in a directory: its port of the outside, a seed, seconds between looks at the memory, first commands. */
    public static void main(String[] arguments) throws Exception {
        var process = new SoakProcess(Path.of(arguments[0]), Integer.parseInt(arguments[1]),
                Long.parseLong(arguments[2]));
        var firsts = new ArrayList<Integer>();
        for (int caller = 0; caller < Business.CALLERS; caller++) {
            firsts.add(Integer.parseInt(arguments[4 + caller]));
        }
        process.run(Duration.ofSeconds(Long.parseLong(arguments[3])), firsts);
        System.exit(0);
    }

    static Engine engine(World world, Disk disk) {
        return new Engine(world, disk, SETTINGS, HOT_STATE_BYTES);
    }

    private void run(Duration looks, List<Integer> firsts) throws InterruptedException {
        start(this::tick);
        try (var thence = Thence.run(parts.application(), engine(world, disk))) {
            say("UP");
            start(() -> look(thence, looks));
            start(() -> mend(thence));
            var callers = new ArrayList<Thread>();
            for (int caller = 0; caller < Business.CALLERS; caller++) {
                int number = caller;
                callers.add(start(() -> send(thence, number, firsts.get(number))));
            }
            listen();
            for (var caller : callers) {
                caller.join();
            }
            if (!drained(thence)) {
                say("STUCK " + left(thence));
            }
        }
        say("CLOSED");
    }

    /** Whoever fails by what nobody expects ends the process. */
    private Thread start(Runnable task) {
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(3);
            }
        });
    }

    static synchronized void say(String what) {
        System.out.println(what + ".");
        System.out.flush();
    }

    private void rest(Duration time) {
        world.await(new Signal(), time);
    }

    private void strike(String where) {
        if (!healed && chance.nextInt(100) < STRIKES_PERCENT) {
            throw new IllegalStateException("it fails " + where);
        }
    }

    /** Does what it is told until it is to end. */
    private void listen() {
        try {
            var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                switch (line) {
                    case "FULL" -> disk.full(true);
                    case "ROOM" -> disk.full(false);
                    default -> {
                        disk.full(false);
                        healed = true;
                        ends = true;
                        return;
                    }
                }
            }
            Runtime.getRuntime().halt(4); // who started it is gone
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void tick() {
        while (true) {
            rest(TICK);
            say("TICK " + refusals.get());
        }
    }

    private void look(Thence thence, Duration each) {
        while (true) {
            rest(each);
            System.gc();
            say("MEMORY " + (world.nanos() - began) / 1_000_000 + " " + Memory.heapBytes() + " "
                    + Memory.residentBytes() + " " + thence.store().head().number());
        }
    }

    private void send(Thence thence, int caller, int first) {
        for (int n = first; !ends; n++) {
            var command = Business.command(caller, n);
            boolean answered = false;
            while (!answered) {
                try {
                    if (!(thence.send(command, Send.as(Business.id(caller, n))) instanceof Accepted)) {
                        throw new IllegalStateException("refused: " + command);
                    }
                    answered = true;
                } catch (DiskFull _) {
                    refusals.incrementAndGet();
                    rest(FULL_RESTS);
                }
            }
            say("ANSWERED " + caller + " " + n);
            rest(CALLER_RESTS);
        }
    }

    /** Finds out what has become of calls that nobody can repeat, and has all that failed tried again. */
    private void mend(Thence thence) {
        while (true) {
            rest(CLERK_RESTS);
            try {
                say("MENDS " + mendOnce(thence));
            } catch (DiskFull | IOException e) {
                rest(CLERK_RESTS);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private int mendOnce(Thence thence) throws IOException, InterruptedException {
        int mended = 0;
        var effects = thence.effects(parts.till());
        var open = effects.open();
        for (var effect : open) {
            var happened = outside.ask(Service.SHIP, effect.key());
            mended += tryTo(() -> happened.ifPresentOrElse(
                    receipt -> effects.happened(effect.key(), receipt, CLERK, "the outside says so"),
                    () -> effects.notHappened(effect.key(), CLERK, "the outside does not know it")));
        }
        var found = open.stream().map(one -> one.letter().key()).collect(Collectors.toSet());
        for (var part : List.<Part>of(parts.till(), parts.moving())) {
            var letters = thence.deadLetters(part);
            for (var letter : letters.list()) {
                if (letter.status() == DeadLetter.Status.WAITING && !found.contains(letter.key())) {
                    mended += tryTo(() -> letters.retry(letter.key(), CLERK, "it may go now"));
                }
            }
        }
        return mended;
    }

    /** It may have gone on by itself meanwhile. */
    private static int tryTo(Runnable mending) {
        try {
            mending.run();
            return 1;
        } catch (BadRequest _) {
            return 0;
        }
    }

    /** Waits until nothing is left to be done; whether that came. */
    private boolean drained(Thence thence) {
        long until = world.nanos() + DRAIN.toNanos();
        while (world.nanos() < until) {
            var head = thence.store().head();
            boolean reached = true;
            for (var part : List.<Part>of(parts.till(), parts.moving(), Business.SUMS)) {
                reached &= thence.await(part, head, Duration.ofSeconds(10));
            }
            if (reached && left(thence).isEmpty() && thence.store().head().equals(head)) {
                return true;
            }
            rest(TICK);
        }
        return false;
    }

    /** What is not done yet. */
    private String left(Thence thence) {
        var left = new StringBuilder();
        for (var part : List.<Part>of(parts.till(), parts.moving())) {
            thence.deadLetters(part).list().forEach(letter -> left.append(letter.key()).append(' ')
                    .append(letter.message().replace('\n', ' ')).append("; "));
        }
        thence.effects(parts.till()).open().forEach(open -> left.append("open ").append(open.key()).append("; "));
        thence.saga(parts.moving()).unfinished(5).forEach(one -> left.append(one.key()).append(" waits for ")
                .append(one.waitsFor()).append("; "));
        return left.toString();
    }
}
