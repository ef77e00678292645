// SPDX-License-Identifier: Apache-2.0
package io.thence.alert;

import io.thence.Alert;
import io.thence.Effect;
import io.thence.Notice;
import io.thence.Notifier;
import io.thence.ThenceException.DiskFull;
import io.thence.event.Ports;
import io.thence.processor.Handler;
import io.thence.react.Calls;
import io.thence.store.StoredEvent;
import java.util.List;

/**
 * Tells the notifiers of an alert that it is raised, and that it is over. Each is an effect that is written down: one
 * that fails keeps no other from being told, and who was told is not told again when the event is handled again.
 */
final class AlertHandler implements Handler {

    private static final System.Logger LOG = System.getLogger(AlertHandler.class.getName());
    private static final String TOLD = "told";

    private final Alert alert;
    private final Ports ports;
    private final List<Effect<Notice, String>> effects;

    AlertHandler(Alert alert, Ports ports) {
        this.alert = alert;
        this.ports = ports;
        effects = alert.notifiers().stream().map(this::effect).toList();
    }

    private Effect<Notice, String> effect(Notifier notifier) {
        return Effect.of(notifier.name(), Notice.class, String.class).calling((key, notice) -> {
            try {
                notifier.notify(key, notice);
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception | Error e) {
                throw NotTold.of(notifier.name(), e, alert.policy());
            }
            return TOLD;
        });
    }

    @Override
    public void handle(StoredEvent stored) {
        var said = AlertEvent.read(stored).filter(event -> event.alert().equals(alert.name()));
        if (said.isEmpty()) {
            return; // of another alert
        }
        var origin = ports.telemetry().within(stored.origin().ledTo(alert.name(), stored.id().text()));
        boolean isAgain = AGAIN.isBound();
        var calls = new Calls(ports, new Calls.About(alert.name(), stored.id(), stored.id(), origin, isAgain));
        for (var effect : effects) {
            try {
                calls.call(effect, said.get().notice());
            } catch (DiskFull e) {
                throw e; // what happens was not written down
            } catch (Exception e) {
                LOG.log(System.Logger.Level.INFO, "alert '" + alert.name() + "': " + effect.name() + " is not told", e);
                if (e instanceof InterruptedException || Thread.currentThread().isInterrupted()) {
                    break;
                }
            }
        }
        calls.rethrow();
    }
}
