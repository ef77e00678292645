// SPDX-License-Identifier: Apache-2.0
package io.thence.tidy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The packages of the library from the bottom up, each with those that it may use. */
public enum Layer {
    VOCABULARY("io.thence"),
    ORDER("io.thence.order..", VOCABULARY),
    STREAM("io.thence.stream..", VOCABULARY),
    WORLD("io.thence.world..", VOCABULARY),
    STORE("io.thence.store..", VOCABULARY, WORLD),
    PERSONAL("io.thence.personal..", VOCABULARY, WORLD, STORE),
    TELEMETRY("io.thence.telemetry..", VOCABULARY, WORLD, STORE),
    SUPERVISE("io.thence.supervise..", VOCABULARY, WORLD),
    EVENT("io.thence.event..", VOCABULARY, WORLD, STORE, PERSONAL, TELEMETRY, SUPERVISE),
    BYTES("io.thence.bytes..", VOCABULARY),
    INDEX("io.thence.index..", VOCABULARY, WORLD, BYTES),
    PACK("io.thence.pack..", VOCABULARY, WORLD),
    LOG_SEGMENT("io.thence.log.segment", VOCABULARY, WORLD, BYTES, PACK),
    LOG_FRAME("io.thence.log.frame", VOCABULARY, WORLD, EVENT, STORE, BYTES, INDEX, PACK, LOG_SEGMENT),
    LOG_STATE("io.thence.log.state", VOCABULARY, WORLD, STORE, BYTES, INDEX, PACK, LOG_SEGMENT, LOG_FRAME),
    LOG_WRITE("io.thence.log.write", VOCABULARY, WORLD, STORE, BYTES, INDEX, LOG_SEGMENT, LOG_FRAME, LOG_STATE),
    LOG_READ("io.thence.log.read", VOCABULARY, WORLD, STORE, BYTES, INDEX, LOG_SEGMENT, LOG_FRAME, LOG_STATE),
    LOG_COMPACT("io.thence.log.compact", VOCABULARY, WORLD, BYTES, INDEX, PACK, LOG_SEGMENT, LOG_FRAME),
    LOG("io.thence.log", VOCABULARY, WORLD, STORE, INDEX, PACK, LOG_SEGMENT, LOG_FRAME, LOG_STATE, LOG_WRITE, LOG_READ,
            LOG_COMPACT),
    LOG_CHECK("io.thence.log.check", VOCABULARY, WORLD, EVENT, STORE, BYTES, INDEX, PACK, LOG_SEGMENT, LOG_FRAME,
            LOG_STATE, LOG),
    KEEP("io.thence.keep..", VOCABULARY, WORLD, EVENT, LOG, LOG_CHECK),
    SCHEMA("io.thence.schema..", VOCABULARY, WORLD, STORE, EVENT),
    DRAW("io.thence.draw..", VOCABULARY, SCHEMA),
    CODE("io.thence.code..", VOCABULARY, STORE, EVENT),
    SNAPSHOT("io.thence.snapshot..", VOCABULARY, WORLD, EVENT, STORE, LOG, CODE),
    COMMAND("io.thence.command..", VOCABULARY, WORLD, EVENT, STORE, SNAPSHOT, TELEMETRY),
    PROCESSOR("io.thence.processor..", VOCABULARY, WORLD, EVENT, STORE, TELEMETRY, SUPERVISE),
    VIEW("io.thence.view..", VOCABULARY, WORLD, EVENT, STORE, CODE, PROCESSOR, TELEMETRY, SUPERVISE),
    QUERY("io.thence.query..", VOCABULARY, WORLD, VIEW),
    PAST("io.thence.past..", VOCABULARY, EVENT, STORE, COMMAND, VIEW),
    INBOX("io.thence.inbox..", VOCABULARY, WORLD, STORE),
    REACT("io.thence.react..", VOCABULARY, WORLD, EVENT, STORE, CODE, COMMAND, PROCESSOR, TELEMETRY, SUPERVISE),
    SAGA("io.thence.saga..", VOCABULARY, WORLD, EVENT, STORE, CODE, COMMAND, PROCESSOR, TELEMETRY, SUPERVISE),
    SCHEDULE("io.thence.schedule..", VOCABULARY, WORLD, EVENT, STORE, CODE, COMMAND, PROCESSOR, TELEMETRY, SUPERVISE),
    ALERT("io.thence.alert..", VOCABULARY, STREAM, WORLD, EVENT, STORE, PROCESSOR, REACT, TELEMETRY, SUPERVISE),
    BUILD("io.thence.build..", VOCABULARY, WORLD, STORE, LOG, SCHEMA, SAGA),
    RUN("io.thence.run..", VOCABULARY, WORLD, EVENT, STORE, PERSONAL, LOG, KEEP, SCHEMA, SNAPSHOT, COMMAND,
            PAST, VIEW, QUERY, PROCESSOR, REACT, SAGA, SCHEDULE, ALERT, TELEMETRY, SUPERVISE);

    private final String packages;
    private final List<Layer> below;

    Layer(String packages, Layer... below) {
        this.packages = packages;
        this.below = List.of(below);
    }

    /** The packages of the layer, as a pattern. */
    public String packages() {
        return packages;
    }

    /** The patterns of all packages that the layer may use, its own among them. */
    public String[] mayUse() {
        return Stream.concat(Stream.of(this), below.stream()).map(Layer::packages).toArray(String[]::new);
    }

    /** The patterns of all layers. */
    public static String[] allPackages() {
        return Arrays.stream(values()).map(Layer::packages).toArray(String[]::new);
    }
}
