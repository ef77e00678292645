// SPDX-License-Identifier: Apache-2.0
package io.thence.event;

import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.core.format.EventFormat;
import io.cloudevents.core.provider.EventFormatProvider;
import io.cloudevents.jackson.JsonFormat;
import io.thence.EventId;
import io.thence.KeyValue;
import io.thence.Lineage;
import io.thence.Origin;
import io.thence.Position;
import io.thence.Stamp;
import io.thence.ThenceException.BadRequest;
import io.thence.log.LogSettings;
import io.thence.log.LogStore;
import io.thence.store.Append;
import io.thence.store.Appended;
import io.thence.store.EventStore.Direction;
import io.thence.store.NewEvent;
import io.thence.store.Query;
import io.thence.store.StoredEvent;
import io.thence.world.MemoryDisk;
import io.thence.world.SystemWorld;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The SDK of the CloudEvents project judges: it reads what is written here, and writes what is read here. */
class CloudEventsTest {

    private static final EventFormat SDK = EventFormatProvider.getInstance().resolveFormat(JsonFormat.CONTENT_TYPE);
    private static final Lineage LOG = new Lineage(UUID.fromString("00000000-0000-0000-0000-00000000002a"), 1);
    private static final String DATA = "{\"amount\":700.00,\"big\":12345678901234567890.10}";

    private static StoredEvent stored(Origin origin, String data, KeyValue... keys) {
        return new StoredEvent(new EventId("17/0"), new Position(LOG, 7), "account.moved", 2,
                new Stamp(1291191960000L, 3), Optional.empty(), origin, List.of(keys), () -> 1, utf8(data));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void sdkReadsWhatIsWritten() {
        var origin = Origin.of("feed").correlatedBy("c1").causedBy("16").tenant("t1")
                .tracedBy("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        var read = SDK.deserialize(CloudEvents.write(
                stored(origin, DATA, new KeyValue("account", "a 1%"), new KeyValue("bank", "ČS"))));
        assertThat(read.getSpecVersion()).hasToString("1.0");
        assertThat(read.getId()).isEqualTo("17/0");
        assertThat(read.getSource()).hasToString("feed");
        assertThat(read.getType()).isEqualTo("account.moved");
        assertThat(read.getSubject()).isEqualTo("account/a%201%25");
        assertThat(read.getTime()).isEqualTo(OffsetDateTime.parse("2010-12-01T08:26:00Z"));
        assertThat(read.getDataContentType()).isEqualTo("application/json");
        assertThat(read.getDataSchema()).hasToString("urn:thence:schema:account.moved:2");
        assertThat(read.getExtension("keys")).isEqualTo("account/a%201%25 bank/ČS");
        assertThat(read.getExtension("correlationid")).isEqualTo("c1");
        assertThat(read.getExtension("causationid")).isEqualTo("16");
        assertThat(read.getExtension("traceparent"))
                .isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
        assertThat(read.getExtension("tenant")).isEqualTo("t1");
        assertThat(read.getExtension("schemaversion")).isEqualTo(2);
        assertThat(read.getExtension("hlc")).isEqualTo("84619556290560003");
        assertThat(read.getExtension("position")).isEqualTo("7");
        assertThat(read.getExtensionNames()).hasSize(8);
        assertThat(read.getData().toBytes()).asString(StandardCharsets.UTF_8).contains("700.0");
    }

    @Test
    void dataStandDigitForDigit() {
        var text = new String(CloudEvents.write(stored(Origin.of("feed"), DATA)), StandardCharsets.UTF_8);
        assertThat(text).endsWith(",\"datacontenttype\":\"application/json\",\"data\":" + DATA + "}");
    }

    @Test
    void dataThatAreNoJsonAreBytes() {
        var read = SDK.deserialize(CloudEvents.write(stored(Origin.of("feed"), "{no")));
        assertThat(read.getDataContentType()).isEqualTo("application/octet-stream");
        assertThat(read.getData().toBytes()).asString(StandardCharsets.UTF_8).isEqualTo("{no");
    }

    @ParameterizedTest
    @CsvSource({"'', urn:uuid:00000000-0000-0000-0000-00000000002a", "the feed: 1, the%20feed%3A%201",
            "/orders/π, /orders/π", "https://example.org/a?b=c, https://example.org/a?b=c"})
    void sourceIsAlwaysAReference(String source, String written) {
        var read = SDK.deserialize(CloudEvents.write(stored(Origin.of(source), DATA)));
        assertThat(read.getSource()).hasToString(written);
    }

    @Test
    void whatTheSdkWritesIsRead() {
        var json = SDK.serialize(CloudEventBuilder.v1().withId("A234").withSource(URI.create("/mycontext"))
                .withType("com.example.someevent").withSubject("larger").withTime(
                        OffsetDateTime.parse("2018-04-05T19:31:00.5+02:00"))
                .withExtension("keys", "order/1 person/a%20b").withExtension("schemaversion", 3)
                .withExtension("correlationid", "c").withExtension("comexampleother", 5)
                .withData("application/json", utf8("{\"a\":1.50}")).build());
        var received = CloudEvents.read(json);
        assertThat(received.event().id()).contains(new EventId("A234"));
        assertThat(received.event().type()).isEqualTo("com.example.someevent");
        assertThat(received.event().version()).isEqualTo(3);
        assertThat(received.event().keys())
                .containsExactly(new KeyValue("order", "1"), new KeyValue("person", "a b"));
        assertThat(received.event().data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1.50}");
        assertThat(received.origin()).isEqualTo(Origin.of("/mycontext").correlatedBy("c"));
        assertThat(received.event().occurred()).contains(Instant.parse("2018-04-05T17:31:00.500Z"));
    }

    @Test
    void jsonInBase64IsRead() {
        var json = SDK.serialize(CloudEventBuilder.v1().withId("1").withSource(URI.create("s")).withType("t")
                .withData("application/octet-stream", utf8("{\"a\":1}")).build());
        assertThat(new String(json, StandardCharsets.UTF_8)).contains("data_base64");
        assertThat(CloudEvents.read(json).event().data()).asString(StandardCharsets.UTF_8).isEqualTo("{\"a\":1}");
    }

    @Test
    void wayThereAndBackChangesNothing() {
        var event = stored(Origin.of("feed").correlatedBy("c").causedBy("b").tenant("t"), DATA,
                new KeyValue("account", "x/y  100% \n"), new KeyValue("bank", "1+1"));
        var back = CloudEvents.read(CloudEvents.write(event));
        assertThat(back.origin()).isEqualTo(event.origin());
        assertThat(back.event().occurred()).contains(event.stamp().instant());
        assertThat(back.event()).usingRecursiveComparison().isEqualTo(new NewEvent("account.moved", 2, event.keys(),
                utf8(DATA), Optional.of(event.id()), Optional.of(event.time())));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
        "[]|no CloudEvent: it is no JSON object",
        "{|no CloudEvent: it is no JSON",
        "{\"specversion\":\"0.3\"}|a CloudEvent of version 0.3, only 1.0 is read",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"type\":\"t\"}|a CloudEvent without 'source', which each must have",
        "{\"specversion\":\"1.0\",\"id\":1,\"source\":\"s\",\"type\":\"t\"}|'id' of a CloudEvent is a text, not 1",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"time\":\"noon\"}|'time' of a"
                + " CloudEvent is as in 2010-12-01T08:26:00Z, not noon",
        "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"s\",\"type\":\"t\",\"keys\":\"order\"}|'keys' of a"
                + " CloudEvent: 'order' is not a key's value: write KEY/VALUE, as in order/536365"})
    void whatIsNoneIsRefusedByName(String json, String message) {
        assertThatThrownBy(() -> CloudEvents.read(utf8(json))).isInstanceOf(BadRequest.class).hasMessage(message);
    }

    private static Append append(String source, String id, String data) {
        return CloudEvents.read(SDK.serialize(CloudEventBuilder.v1().withId(id).withSource(URI.create(source))
                .withType("t").withData("application/json", utf8(data)).build())).append();
    }

    @Test
    void storeKnowsOneThatComesAgain() {
        try (var disk = new MemoryDisk(); var store = LogStore.open(new SystemWorld(), disk, LogSettings.SMALL)) {
            assertThat(store.append(append("a", "1", "{}"))).isInstanceOf(Appended.Committed.class);
            assertThat(store.append(append("a", "1", "{}"))).isInstanceOf(Appended.Repeated.class);
            assertThat(store.append(append("a", "1", "{\"b\":1}"))).isInstanceOf(Appended.IdReused.class);
            assertThat(store.append(append("b", "1", "{}"))).isInstanceOf(Appended.Committed.class);
            var kept = store.read(Query.ALL, new Position(store.lineage(), 0), Direction.FORWARDS).list(9);
            assertThat(kept).extracting(event -> event.id().text() + " of " + event.origin().source())
                    .containsExactly("1 of a", "1 of b");
        }
    }
}
