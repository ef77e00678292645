// SPDX-License-Identifier: Apache-2.0
package io.thence.run;

import io.thence.Application;
import io.thence.Decider;
import io.thence.Effect;
import io.thence.Events;
import io.thence.Key;
import io.thence.Policy;
import io.thence.Reaction;
import io.thence.log.LogSettings;
import io.thence.world.FileDisk;
import io.thence.world.SystemWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;

/** What the log keeps of effects for persons: nothing of what is personal. */
class EffectsOfPersonsTest {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String NAME = "Quenilda Marrowbone";

    record Register(String customer, String name) {}

    record Registered(String customer, String name) {}

    private static final Key<String> CUSTOMER = Key.of("customer");
    private static final Events<Registered> EVENTS = Events.of(Registered.class)
            .type("customer.registered", Registered.class, CUSTOMER.of(Registered::customer))
            .personal(Registered.class, CUSTOMER, "name");
    private static final Decider<Register, Registered> REGISTERING = Decider.of(Register.class, EVENTS)
            .decide(c -> accept(new Registered(c.customer(), c.name())));

    private final List<String> called = Collections.synchronizedList(new ArrayList<>());
    private volatile boolean isMended;
    private final Effect<Registered, Long> mail = Effect.of("mail", Registered.class, Long.class)
            .calling((_, registered) -> {
                called.add(registered.name());
                return (long) called.size();
            }).answersNothingPersonal();
    private final Reaction welcome = Reaction.named("welcome").calling(mail).policy(Policy.DEFAULT.attempts(1))
            .on(Registered.class, (registered, out) -> {
                out.call(mail, registered);
                if (!isMended) {
                    throw new IllegalStateException("later");
                }
            });

    @TempDir
    private Path folder;

    private Thence run() {
        return Thence.run(Application.named("shop").with(EVENTS, REGISTERING, welcome),
                new Engine(new SystemWorld(), new FileDisk(folder), LogSettings.SMALL, 1 << 20));
    }

    private boolean isInFiles(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void what_is_asked_outside_about_a_person_is_not_in_the_log() throws IOException {
        try (var shop = run()) {
            shop.await(welcome, shop.send(new Register("c", NAME)).position(), LONG);
            isMended = true;
            shop.deadLetters(welcome).retryAll("anna", "mended");
            assertThat(shop.deadLetters(welcome).await(LONG)).isTrue();
            assertThat(shop.deadLetters(welcome).list()).isEmpty();
        }
        assertThat(called).containsExactly(NAME);
        assertThat(isInFiles("thence.effect-happened")).isTrue();
        assertThat(isInFiles(NAME)).isFalse();
    }
}
