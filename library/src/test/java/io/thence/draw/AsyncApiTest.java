// SPDX-License-Identifier: Apache-2.0
package io.thence.draw;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.thence.Application;
import io.thence.Events;
import io.thence.Key;
import io.thence.Projection;
import io.thence.bank.Bank;
import io.thence.bank.BankEvent.Booked;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The document fits the schema that the AsyncAPI project publishes with its specification (asyncapi-3.0.0.json,
 * Apache-2.0), and its references lead somewhere.
 */
class AsyncApiTest {

    /** A record with itself in it: its schema refers to a part of its own. */
    record Grown(String tree, Optional<Grown> from) {}

    private static final Key<String> TREE = Key.of("tree");
    private static final Application BANK = Application.named("bank").with(Bank.EVENTS,
            Events.of(Grown.class).type("tree.grown", Grown.class, TREE.of(Grown::tree)),
            Projection.sql("bookings", 1).on(Booked.class, (_, _) -> {}));
    private static final ObjectNode DOCUMENT = AsyncApi.of(BANK, "1.4.0");

    private static Schema official() throws IOException {
        try (var in = AsyncApiTest.class.getResourceAsStream("asyncapi-3.0.0.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                    .getSchema(new String(in.readAllBytes(), StandardCharsets.UTF_8), InputFormat.JSON);
        }
    }

    @Test
    void documentFitsTheOfficialSchema() throws IOException {
        assertThat(official().validate(DOCUMENT.toString(), InputFormat.JSON)).isEmpty();
        var wrong = DOCUMENT.deepCopy();
        ((ObjectNode) wrong.path("operations").path("receive-account.deposited")).put("action", "look");
        assertThat(official().validate(wrong.toString(), InputFormat.JSON)).as("the judge sees").isNotEmpty();
    }

    @Test
    void referencesLeadSomewhere() {
        var references = new ArrayList<String>();
        collect(DOCUMENT, references);
        assertThat(references).hasSizeGreaterThan(10).contains("#/components/schemas/tree.grown/$defs/1")
                .allSatisfy(to -> assertThat(at(to).isMissingNode()).as(to).isFalse());
    }

    private static void collect(JsonNode part, List<String> references) {
        if (part.path("$ref").isString()) {
            references.add(part.path("$ref").asString());
        }
        part.forEach(child -> collect(child, references));
    }

    private static JsonNode at(String reference) {
        return DOCUMENT.at(reference.substring(1));
    }

    @Test
    void saysWhoReadsWhat() {
        assertThat(DOCUMENT.path("operations").path("receive-account.deposited")).hasToString("{\"action\":\"receive\","
                + "\"summary\":\"projection bookings\",\"channel\":{\"$ref\":\"#/channels/account.deposited\"},"
                + "\"messages\":[{\"$ref\":\"#/channels/account.deposited/messages/account.deposited\"}]}");
        assertThat(DOCUMENT.path("operations").has("receive-note.made")).isFalse();
        assertThat(DOCUMENT.path("components").path("messages").path("account.deposited").path("x-stream"))
                .hasToString("\"account\"");
    }

    @Test
    void envelopeIsThatOfCloudEvents() {
        var schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(DOCUMENT.at("/components/schemas/cloudevent").toString(), InputFormat.JSON);
        var event = CloudEventBuilder.v1().withId("1").withSource(URI.create("feed")).withType("account.deposited")
                .withExtension("schemaversion", 1).withExtension("keys", "account/1")
                .withData("application/json", "{}".getBytes(StandardCharsets.UTF_8)).build();
        var json = new String(EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE)
                .serialize(event), StandardCharsets.UTF_8);
        assertThat(schema.validate(json, InputFormat.JSON)).isEmpty();
        assertThat(schema.validate(json.replace("\"id\":\"1\",", ""), InputFormat.JSON)).isNotEmpty();
    }
}
