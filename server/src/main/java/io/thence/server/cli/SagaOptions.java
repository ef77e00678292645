// SPDX-License-Identifier: Apache-2.0
package io.thence.server.cli;

import io.thence.KeyValue;
import io.thence.ThenceException.BadRequest;
import io.thence.run.AtRest;
import io.thence.run.Engine;
import io.thence.saga.SagaTelling;
import java.util.List;
import java.util.function.BiConsumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which instance of a saga is told something, and who says so: in a store that no process runs. */
final class SagaOptions {

    @Mixin
    final StoreOptions store = new StoreOptions();

    @Parameters(index = "0", paramLabel = "SAGA", description = "The name of the saga.")
    String saga = "";

    @Parameters(index = "1", paramLabel = "KEY", description = "The value of the saga's key.")
    String key = "";

    @Option(names = "--by", paramLabel = "NAME", required = true, description = "Who says so.")
    String by = "";

    @Option(names = "--why", paramLabel = "TEXT", required = true,
            description = "The reason. It is stored in clear: no place for what is personal.")
    String why = "";

    /** Tells the instance, as it is filed. */
    void tell(Terminal terminal, BiConsumer<SagaTelling, String> told) {
        var filed = filed(terminal);
        AtRest.saga(Engine.at(store.directory(terminal)), saga, telling -> told.accept(telling, filed));
    }

    private String filed(Terminal terminal) {
        try (var operations = store.open(terminal)) {
            var name = operations.sagas(saga).key().orElseThrow(() -> new BadRequest("the log has no step of a saga '"
                    + saga + "': thence sagas names those that it has"));
            return operations.filed(List.of(new KeyValue(name, key)), terminal::say).getFirst().value();
        }
    }
}
