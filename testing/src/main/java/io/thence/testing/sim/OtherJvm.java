// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.testing.sim.Seeds.Simulators;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Prints the traces of some seeds, in a JVM of its own. */
final class OtherJvm {

    private OtherJvm() {}

    /** What {@link #main} takes: who makes a life, as an object of Java's, and from which seed to which. */
    static String[] arguments(Simulators life, long from, long to) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(life);
        } catch (NotSerializableException e) {
            throw new IllegalArgumentException("what makes a life captures a " + e.getMessage() + ", which another JVM"
                    + " does not have: name a static method, like ShopLife::simulator", e);
        } catch (IOException e) {
            throw new AssertionError("an array is written to", e);
        }
        return new String[] {Base64.getUrlEncoder().encodeToString(bytes.toByteArray()), Long.toString(from),
            Long.toString(to)};
    }

    static String line(Report life) {
        return life.seed() + " " + life.trace();
    }

    public static void main(String[] arguments) throws IOException, ClassNotFoundException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var bytes = Base64.getUrlDecoder().decode(arguments[0]);
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            var life = (Simulators) in.readObject();
            for (long seed = Long.parseLong(arguments[1]); seed <= Long.parseLong(arguments[2]); seed++) {
                out.println(line(life.get().run(seed)));
            }
        }
    }
}
