// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Prints the traces of the bank's lives: {@code FROM TO} gives a hash for each seed, {@code watch SEED} every line. */
public final class BankTraces {

    private BankTraces() {}

    public static void main(String[] args) {
        quiet();
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (args[0].equals("watch")) {
            BankLife.simulator().watch(out::println).run(Long.parseLong(args[1]));
            return;
        }
        for (long seed = Long.parseLong(args[0]); seed <= Long.parseLong(args[1]); seed++) {
            out.println(seed + " " + BankLife.simulator().run(seed).trace());
        }
    }

    /** Databases that are set aside after a crash are what these tests are about; hundreds of them are no news. */
    static void quiet() {
        Logger.getLogger("io.thence").setLevel(Level.SEVERE);
    }
}
