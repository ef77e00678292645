// SPDX-License-Identifier: Apache-2.0
package io.thence;

import io.thence.Description.Arrow;
import io.thence.Description.Box;
import io.thence.bank.Bank;
import io.thence.bank.BankCommand.Note;
import io.thence.bank.BankEvent.Booked;
import io.thence.bank.BankEvent.Noted;
import org.junit.jupiter.api.Test;

import static io.thence.Description.Kind.COMMAND;
import static io.thence.Description.Kind.DECIDER;
import static io.thence.Description.Kind.EVENT;
import static io.thence.Description.Kind.PROJECTION;
import static io.thence.Description.Kind.REACTION;
import static org.assertj.core.api.Assertions.assertThat;

/** The flow of a small application, box by box. */
class DescriptionTest {

    record Ping(String text) {}

    record Pinged(String text) {}

    private static final Events<Pinged> EVENTS = Events.of(Pinged.class).type("ping.heard", Pinged.class);
    private static final Decider<Ping, Pinged> PINGING =
            Decider.of(Ping.class, EVENTS).decide(ping -> Decision.accept(new Pinged(ping.text())));

    @Test
    void boxes_and_arrows_come_in_the_order_of_the_parts_each_once() {
        var view = Projection.sql("pings", 1).on(Pinged.class, (_, _) -> {}).on(Pinged.class, (_, _) -> {});
        var reaction = Reaction.named("echo").sending(Ping.class).on(Pinged.class, (_, _) -> {});
        var ping = new Box(COMMAND, "Ping");
        var decider = new Box(DECIDER, "Ping");
        var heard = new Box(EVENT, "ping.heard");
        var pings = new Box(PROJECTION, "pings");
        var echo = new Box(REACTION, "echo");
        var flow = Application.named("pings").with(EVENTS, PINGING, view, reaction).describe();
        assertThat(flow.application()).isEqualTo("pings");
        assertThat(flow.boxes()).containsExactly(decider, ping, heard, pings, echo);
        assertThat(flow.arrows()).containsExactly(new Arrow(ping, decider), new Arrow(decider, heard),
                new Arrow(heard, pings), new Arrow(heard, echo), new Arrow(echo, ping));
    }

    @Test
    void the_flow_is_drawn_for_mermaid() {
        var view = Projection.sql("pings", 1).on(Pinged.class, (_, _) -> {});
        var reaction = Reaction.named("echo").sending(Ping.class).on(Pinged.class, (_, _) -> {});
        var flow = Application.named("pings").with(EVENTS, PINGING, view, reaction).describe();
        assertThat(flow.mermaid()).isEqualTo("""
                ---
                title: pings
                ---
                flowchart LR
                    n0{{"Ping"}}:::decider
                    n1["Ping"]:::command
                    n2(["ping.heard"]):::event
                    n3[("pings")]:::projection
                    n4[["echo"]]:::reaction
                    n1 --> n0
                    n0 --> n2
                    n2 --> n3
                    n2 --> n4
                    n4 --> n1
                    classDef command fill:#e4edfb,stroke:#8fb1ea,color:#1d2430
                    classDef decider fill:#fdf3cd,stroke:#dcb944,color:#1d2430
                    classDef event fill:#fde5d2,stroke:#eba36c,color:#1d2430
                    classDef projection fill:#def2e4,stroke:#83c29a,color:#1d2430
                    classDef reaction fill:#eee4f8,stroke:#b897dc,color:#1d2430
                """);
    }

    @Test
    void a_sealed_interface_is_drawn_as_its_records() {
        var view = Projection.sql("bookings", 1).on(Booked.class, (_, _) -> {});
        var clerk = Reaction.named("clerk").sending(Note.class).on(Noted.class, (_, _) -> {});
        var flow = Application.named("bank").with(Bank.EVENTS, view, clerk).describe();
        var bookings = new Box(PROJECTION, "bookings");
        assertThat(flow.arrows()).containsExactly(
                new Arrow(new Box(EVENT, "account.deposited"), bookings),
                new Arrow(new Box(EVENT, "account.withdrawn"), bookings),
                new Arrow(new Box(EVENT, "note.made"), new Box(REACTION, "clerk")),
                new Arrow(new Box(REACTION, "clerk"), new Box(COMMAND, "Note")));
    }
}
