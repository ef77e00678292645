// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.peer;

import io.thence.store.NewEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import kafka.tools.StorageTool;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A single broker of Kafka in a process of its own, with one topic of one partition. */
public final class Kafka implements AutoCloseable {

    private static final String TOPIC = "events";
    private static final int BATCH_BYTES = 1 << 20;
    private static final long START_SECONDS = 60;

    private final ChildJvm broker;
    private final KafkaProducer<String, byte[]> producer;

    /** Starts it on {@code folder}; if {@code flushed}, it flushes before it answers. */
    public Kafka(Path folder, boolean flushed) throws Exception {
        int port = freePort();
        var config = folder.resolve("server.properties");
        Files.writeString(config, config(port, freePort(), folder.resolve("kafka")));
        format(config);
        broker = new ChildJvm(ChildJvm.heap(1_024), "kafka.Kafka", List.of(config.toString()));
        var server = "127.0.0.1:" + port;
        try {
            createTopic(server, flushed);
            producer = new KafkaProducer<>(Map.of(
                    "bootstrap.servers", server, "acks", "all", "batch.size", BATCH_BYTES, "linger.ms", 1,
                    "max.request.size", BATCH_BYTES * 2), new StringSerializer(), new ByteArraySerializer());
        } catch (Exception e) {
            broker.close();
            throw e;
        }
    }

    private static String config(int port, int controllerPort, Path folder) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                """.formatted(port, controllerPort, folder);
    }

    private static void format(Path config) throws IOException {
        var said = new ByteArrayOutputStream();
        int code = StorageTool.execute(
                new String[] {"format", "-t", Uuid.randomUuid().toString(), "-c", config.toString()},
                new PrintStream(said, true, StandardCharsets.UTF_8));
        if (code != 0) {
            throw new IOException("the broker's directory cannot be made: " + said.toString(StandardCharsets.UTF_8));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static void createTopic(String server, boolean flushed) throws Exception {
        try (var admin = Admin.create(Map.<String, Object>of("bootstrap.servers", server))) {
            var topic = new NewTopic(TOPIC, 1, (short) 1).configs(flushed ? Map.of("flush.messages", "1") : Map.of());
            admin.createTopics(List.of(topic)).all().get(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Sends events and waits until the broker has answered for all. */
    public void append(List<NewEvent> events) throws ExecutionException, InterruptedException {
        var answers = new ArrayList<Future<?>>(events.size());
        for (var event : events) {
            answers.add(producer.send(new ProducerRecord<>(TOPIC, event.keys().getFirst().value(), event.data())));
        }
        producer.flush();
        for (var answer : answers) {
            answer.get();
        }
    }

    @Override
    public void close() {
        producer.close();
        broker.close();
    }
}
