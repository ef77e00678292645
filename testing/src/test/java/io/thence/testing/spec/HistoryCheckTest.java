// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.spec;

import io.thence.Application;
import io.thence.Ask;
import io.thence.Decider;
import io.thence.Events;
import io.thence.Key;
import io.thence.Next;
import io.thence.Saga;
import io.thence.run.Engine;
import io.thence.run.Thence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static io.thence.Decision.accept;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Histories in a directory, of an application that runs or of a backup, are run through new code. */
class HistoryCheckTest {

    sealed interface Done {
        record Ordered(String order) implements Done {}

        record Packed(String order, int boxes) implements Done {}
    }

    record Order(String order) {}

    record Pack(String order, int boxes) {}

    private static final Key<String> ORDER = Key.of("order");
    private static final Events<Done> EVENTS = Events.of(Done.class)
            .type("order.ordered", Done.Ordered.class, ORDER.of(Done.Ordered::order))
            .type("order.packed", Done.Packed.class, ORDER.of(Done.Packed::order));
    private static final Ask<Integer, Pack> PACK = Ask.of("pack", Pack.class);

    private static Application shop(int boxes) {
        return Application.named("shop").with(EVENTS,
                Decider.of(Order.class, EVENTS).writing(Done.Ordered.class)
                        .decide(c -> accept(new Done.Ordered(c.order()))),
                Decider.of(Pack.class, EVENTS).writing(Done.Packed.class)
                        .decide(c -> accept(new Done.Packed(c.order(), c.boxes()))),
                Saga.named("packing").by(ORDER).from(0)
                        .startsOn(Done.Ordered.class, (n, e) -> Next.state(n).ask(PACK, new Pack(e.order(), boxes)))
                        .on(PACK, Done.Packed.class, (n, e) -> Next.state(n + e.boxes()).done())
                        .onRefused(PACK, (n, _) -> Next.state(n).done()));
    }

    @TempDir
    private Path data;

    @TempDir
    private Path copy;

    @Test
    void a_directory_is_compared_with_new_code() {
        try (var shop = Thence.run(shop(1), Engine.at(data))) {
            shop.send(new Order("o"));
            var saga = shop.application().sagas().getFirst();
            assertThat(shop.progress(saga).await(() -> shop.saga(saga).unfinished(1).isEmpty()
                    && shop.store().head().number() >= 4, Duration.ofSeconds(30))).isTrue();
            HistoryCheck.of(shop(1)).against(data);
            shop.backup(copy);
        }
        HistoryCheck.of(shop(1)).against(copy);
        var told = new ArrayList<Long>();
        assertThatThrownBy(() -> HistoryCheck.of(shop(2)).watched(told::add).against(copy))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the sagas of application 'shop' do otherwise than they did:\n"
                        + "1 difference in 2 steps of 1 instances\n  - packing o, step 1 at position 2 (")
                .hasMessageContaining("what is asked was pack {\"order\":\"o\",\"boxes\":1}, and is now pack"
                        + " {\"order\":\"o\",\"boxes\":2}");
        assertThat(told).isEqualTo(List.of(2L));
        assertThatThrownBy(() -> HistoryCheck.of(shop(1)).together(0).against(copy)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("; 1 instances were left out: more go on at one time");
    }
}
