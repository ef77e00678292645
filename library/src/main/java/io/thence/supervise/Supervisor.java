// SPDX-License-Identifier: Apache-2.0
package io.thence.supervise;

import io.thence.Supervision;
import io.thence.SystemEvent;
import io.thence.SystemEvent.Halted;
import io.thence.world.Signal;
import io.thence.world.World;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches over the parts of an application, for the library's own machines. From any thread. */
public final class Supervisor implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

    /** How long those have that were interrupted. */
    private static final Duration GRACE = Duration.ofSeconds(1);

    private final Supervision settings;
    private final World world;
    private final Consumer<SystemEvent> system;
    private final CallWatch watch;
    private final Map<Restarts, String> restarting = new ConcurrentHashMap<>();
    private final Map<Restarts, String> gaveUp = new ConcurrentHashMap<>();
    private final Set<String> halted = ConcurrentHashMap.newKeySet();
    private final AtomicLong closesAtNanos = new AtomicLong();
    private volatile boolean isClosing;
    private World.@Nullable Running running;

    /** One that tells {@code system} what happens. */
    public Supervisor(Supervision settings, World world, Consumer<SystemEvent> system) {
        this.settings = settings;
        this.world = world;
        this.system = system;
        watch = new CallWatch(world, settings.stuckAfter(), system);
    }

    /** One for machines of which nobody wants to know: it restarts nothing. */
    public static Supervisor none(World world) {
        return new Supervisor(Supervision.DEFAULT.withoutRestarts(), world, _ -> {});
    }

    /** Begins to look at calls; {@code name} is that of its thread. */
    public void start(String name) {
        running = world.start(name, watch);
    }

    /** What it was told to do. */
    public Supervision settings() {
        return settings;
    }

    World world() {
        return world;
    }

    /** Something has happened to a machine. */
    public void tell(SystemEvent event) {
        system.accept(event);
    }

    /** Those of a machine of the part {@code about}, which is {@code who} in messages. */
    public Restarts restarts(String about, String who) {
        return new Restarts(this, about, who);
    }

    void restarts(Restarts one, String sentence) {
        restarting.put(one, sentence);
    }

    void goesOn(Restarts one) {
        restarting.remove(one);
    }

    void gaveUp(Restarts one, String sentence) {
        restarting.remove(one);
        gaveUp.put(one, sentence);
    }

    /** It has stopped for a reason: told once of a part, however many machines it has, and not of what gave up. */
    void halted(Restarts one, String cause) {
        restarting.remove(one);
        if (!gaveUp().containsKey(one.about()) && halted.add(one.about())) {
            tell(new Halted(one.about(), cause));
        }
    }

    void closed(Restarts one) {
        restarting.remove(one);
        gaveUp.remove(one);
        halted.remove(one.about());
    }

    /** Looks at the calls of {@code one} until it is {@link #leave left}. */
    public CallSource watch(CallSource one) {
        watch.add(one);
        return one;
    }

    /** Looks no more at the calls of {@code one}. */
    public void leave(CallSource one) {
        watch.remove(one);
    }

    /** A call may be under way now; it costs next to nothing to say so often. */
    public void begins() {
        watch.begins();
    }

    /** What is being restarted, each in a sentence. */
    public List<String> restarting() {
        return restarting.values().stream().sorted().toList();
    }

    /** What has given up, by the names of parts, each in a sentence. */
    public SortedMap<String, String> gaveUp() {
        var byName = new TreeMap<String, String>();
        gaveUp.forEach((one, sentence) -> byName.put(one.about(), sentence));
        return byName;
    }

    /** Calls that are stuck, each in a sentence. */
    public List<String> stuck() {
        return watch.stuck();
    }

    /** The application is being closed: from now on the time counts that all its parts have for that together. */
    public void closing() {
        if (!isClosing) {
            closesAtNanos.set(world.nanos() + settings.closing().toNanos());
            isClosing = true;
        }
    }

    private Duration left() {
        return isClosing ? Duration.ofNanos(Math.max(0, closesAtNanos.get() - world.nanos())) : settings.closing();
    }

    /**
     * Has {@code stop} run, which waits for the calls of the part {@code about}; as long as a stop may wait. What is
     * under way then is told with its stack and interrupted, after {@code cutShort}; what does not heed that is left
     * alone. Whether all has ended.
     */
    public boolean drain(String about, Runnable stop, Runnable cutShort) {
        var over = new Signal();
        world.fork(about + "-stop", () -> {
            try {
                stop.run();
            } finally {
                over.raise();
            }
        });
        var limit = left();
        if (world.await(over, limit)) {
            return true;
        }
        cutShort.run();
        for (var call : watch.calls(about)) {
            LOG.log(System.Logger.Level.WARNING, "'" + about + "' is closed, but has not ended with "
                    + call.described() + " within " + settings.closing() + ": it is interrupted, and the event is"
                    + " handled again after the next start; it stands\n" + call.stack());
            call.thread().interrupt();
        }
        return world.await(over, GRACE);
    }

    @Override
    public void close() {
        Optional.ofNullable(running).ifPresent(World.Running::stop);
    }
}
