// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.app;

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
class AppRowsTest {

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
        return AppRows.all(Tiny.SCALE).stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "replay-memory", "replay-h2", "replay-postgresql", "command-1", "command-256", "contention-64", "start",
        "own-writes", "upcast"
    })
    void runs(String name) throws Exception {
        Tiny.check(row(name), lab);
    }

    @Test
    void the_names_above_are_all() {
        assertThat(AppRows.all(Tiny.SCALE)).extracting(Row::name).doesNotHaveDuplicates().hasSize(9);
    }
}
