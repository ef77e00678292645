// SPDX-License-Identifier: Apache-2.0
package io.thence.processor;

import io.thence.ThenceException.DiskFull;
import io.thence.event.Ports;
import io.thence.processor.Processor.Course;
import io.thence.store.StoredEvent;
import io.thence.telemetry.HandlerTelemetry;
import io.thence.telemetry.HandlerTelemetry.Came;
import java.time.Duration;
import java.util.Optional;

/** A handler of which is told. */
final class ObservedHandler implements Handler {

    private static final System.Logger LOG = System.getLogger(ObservedHandler.class.getName());

    private final Course course;
    private final HandlerTelemetry telemetry;

    /** That of {@code course}. */
    ObservedHandler(Course course, Ports ports) {
        this.course = course;
        telemetry = new HandlerTelemetry(ports.telemetry(), course.what(), course.name(), ports.world());
    }

    @Override
    public void handle(StoredEvent event) {
        var call = telemetry.begin(event);
        try {
            course.handler().handle(event);
        } catch (HeldUp | DiskFull e) {
            call.end(Came.HELD_UP, e);
            throw e;
        } catch (Throwable e) { // handlers may throw what they do not declare
            call.end(Came.FAILED, e);
            throw e;
        }
        call.end(Came.HANDLED, null);
    }

    @Override
    public void failed(StoredEvent event, int attempts, Throwable failure, Optional<Duration> rest) {
        LOG.log(System.Logger.Level.DEBUG, () -> course.who() + " has failed at event " + event.id() + ", attempt "
                + attempts + rest.map(time -> "; again in " + time).orElse(""), failure);
        rest.ifPresentOrElse(time -> telemetry.retries(event, attempts, failure, time),
                () -> telemetry.givesUp(event, attempts, failure));
    }
}
