// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.run.Engine;
import io.thence.run.Thence;
import io.thence.server.Counter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class StoreOptionsTest {

    @TempDir
    private Path folder;

    @Test
    void theOnlyStoreIsSaidOnceHoweverOftenItIsAskedFor() {
        var store = folder.resolve("counter");
        Thence.run(Counter.APPLICATION, Engine.at(store)).close();
        var said = new ByteArrayOutputStream();
        var terminal = new Terminal(new PrintWriter(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
                new PrintStream(said, true, StandardCharsets.UTF_8), false, false, 90);
        var options = new StoreOptions(folder);
        assertThat(options.directory(terminal)).isEqualTo(store);
        assertThat(options.directory(terminal)).isEqualTo(store);
        assertThat(said.toString(StandardCharsets.UTF_8)).isEqualTo("thence: store " + store + "\n");
    }
}
