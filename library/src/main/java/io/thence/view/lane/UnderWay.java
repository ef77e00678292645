// SPDX-License-Identifier: Apache-2.0
package io.thence.view.lane;

import io.thence.Handling;
import io.thence.event.Keying;
import io.thence.store.StoredEvent;
import io.thence.supervise.Call;
import io.thence.supervise.CallSource;
import io.thence.supervise.Supervisor;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a lane is writing, for who looks whether that ends. */
final class UnderWay implements AutoCloseable {

    private final Supervisor supervisor;
    private final String part;
    private final Keying keying;
    private final CallSource watched;
    private volatile @Nullable Call call;

    UnderWay(Course course, Supervisor supervisor) {
        this.supervisor = supervisor;
        part = course.name();
        keying = course.keying();
        watched = supervisor.watch(new CallSource(course.name(), course.who(), this::calls));
    }

    private List<Call> calls() {
        var one = call;
        return one == null ? List.of() : List.of(one);
    }

    /** Has {@code events} written. */
    <T> T during(List<StoredEvent> events, Supplier<T> writing) {
        if (events.isEmpty()) {
            return writing.get();
        }
        var first = events.getFirst();
        call = new Call(new Object(), Thread.currentThread(), UnderWay.class,
                () -> new Call.Subject(first.id().text(), keying.key(first).toString()));
        supervisor.begins();
        try {
            return events.size() == 1 ? about(first, writing) : writing.get();
        } finally {
            call = null;
        }
    }

    /**
     * Who writes lines down knows the event that is written by itself; to say so of each of many would take its time.
     */
    <T> T about(StoredEvent event, Supplier<T> writing) {
        return Handling.about(event.handledBy(part, keying.key(event)), writing);
    }

    /** Nobody looks any more. */
    @Override
    public void close() {
        supervisor.leave(watched);
    }
}
