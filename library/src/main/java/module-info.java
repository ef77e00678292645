// SPDX-License-Identifier: Apache-2.0
/** Everything that needs no client library: the vocabulary, the log engine, the runtime and the ports. */
module io.thence {
    requires transitive org.jspecify;
    requires transitive java.sql;
    requires transitive io.opentelemetry.api;
    requires transitive micrometer.core;
    requires transitive tools.jackson.databind;
    requires tools.jackson.module.blackbird;
    requires com.github.luben.zstd_jni;
    requires com.cronutils;
    requires com.h2database;
    requires io.github.resilience4j.bulkhead;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.ratelimiter;
    requires io.opentelemetry.context;
    requires java.net.http;
    requires jdk.jfr;
    requires org.slf4j; // of which those before it, which name no modules, do not say that they need it

    exports io.thence;
    exports io.thence.alert;
    exports io.thence.command;
    exports io.thence.draw;
    exports io.thence.event;
    exports io.thence.inbox;
    exports io.thence.keep;
    exports io.thence.log;
    exports io.thence.log.check;
    exports io.thence.order;
    exports io.thence.past;
    exports io.thence.personal;
    exports io.thence.processor;
    exports io.thence.query;
    exports io.thence.react;
    exports io.thence.run;
    exports io.thence.saga;
    exports io.thence.schedule;
    exports io.thence.schema;
    exports io.thence.snapshot;
    exports io.thence.store;
    exports io.thence.supervise;
    exports io.thence.telemetry;
    exports io.thence.view;
    exports io.thence.world;

    opens io.thence.alert to tools.jackson.databind;
    opens io.thence.event to tools.jackson.databind;
    opens io.thence.order to tools.jackson.databind;
    opens io.thence.processor to tools.jackson.databind;
    opens io.thence.react to tools.jackson.databind;
    opens io.thence.saga to tools.jackson.databind;
    opens io.thence.schedule to tools.jackson.databind;
    opens io.thence.schema to tools.jackson.databind;
    opens io.thence.snapshot to tools.jackson.databind;
    opens io.thence.view.lane to tools.jackson.databind;
}
