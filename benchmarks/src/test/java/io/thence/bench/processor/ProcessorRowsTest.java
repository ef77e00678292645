// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.processor;

import io.thence.bench.Tiny;
import io.thence.bench.measure.Lab;
import io.thence.bench.measure.Row;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Each row runs, with every contender, in small: so that no row rots between two runs in full. */
class ProcessorRowsTest {

    @TempDir
    static Path folder;

    private static Lab lab;

    @BeforeAll
    static void open() throws Exception {
        lab = Lab.in(folder, Tiny.SCALE, Tiny.terminal());
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    private static Row row(String name) {
        return ProcessorRows.all(Tiny.SCALE).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "empty-handler", "wait-5ms", "wait-50ms", "saga-steps", "timers", "meters", "handler-latency",
        "handler-latency-call"
    })
    void runs(String name) throws Exception {
        Tiny.check(row(name), lab);
    }

    @Test
    void the_names_above_are_all() {
        assertThat(ProcessorRows.all(Tiny.SCALE)).extracting(Row::name).doesNotHaveDuplicates().hasSize(8);
    }
}
