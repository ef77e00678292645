// SPDX-License-Identifier: Apache-2.0
package io.thence.bench.load;

import io.thence.store.EventStore;
import io.thence.world.Disk;
import io.thence.world.World;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.reflect.InvocationTargetException;
import java.util.Set;

/**
 * The engine with its index switched off: loaded anew, and the index takes nothing in. What a batch's lists are is
 * still worked out. The product has no such switch, since without an index there are no conditions and no queries.
 */
public final class Unindexed extends ClassLoader {

    private static final String INDEX = "io.thence.index.InvertedIndex";
    private static final Set<String> TAKES_IN = Set.of("add", "expect");

    private Unindexed() {
        super(Unindexed.class.getClassLoader());
    }

    /** A log on {@code disk}, with the engine's default settings. */
    public static EventStore open(World world, Disk disk) throws ReflectiveOperationException {
        var loader = new Unindexed();
        var settings = loader.loadClass("io.thence.log.LogSettings");
        var open = loader.loadClass("io.thence.log.LogStore").getMethod("open", World.class, Disk.class, settings);
        try {
            return (EventStore) open.invoke(null, world, disk, settings.getField("DEFAULT").get(null));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("the engine does not open without its index", e.getCause());
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith("io.thence.log.") && !name.startsWith("io.thence.index.")) {
                return super.loadClass(name, resolve);
            }
            var known = findLoadedClass(name);
            return known != null ? known : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (var in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            var bytes = name.equals(INDEX) ? switchedOff(in.readAllBytes()) : in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static byte[] switchedOff(byte[] bytes) {
        var file = ClassFile.of();
        int[] switched = new int[1];
        var without = file.transformClass(file.parse(bytes), (builder, element) -> {
            if (element instanceof MethodModel method && TAKES_IN.contains(method.methodName().stringValue())) {
                switched[0]++;
                builder.withMethodBody(method.methodName(), method.methodType(), method.flags().flagsMask(),
                        code -> code.return_());
            } else {
                builder.with(element);
            }
        });
        if (switched[0] != TAKES_IN.size()) {
            throw new IllegalStateException(INDEX + " has " + switched[0] + " of the methods " + TAKES_IN);
        }
        return without;
    }
}
