// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.mutant;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/** Loads the whole of Thence and its tests anew, one of its classes with a change. */
final class MutantLoader extends ClassLoader {

    private final EngineMutant mutant;
    private final AtomicInteger hits = new AtomicInteger();

    MutantLoader(EngineMutant mutant) {
        super(MutantLoader.class.getClassLoader());
        this.mutant = mutant;
    }

    /** In how many places the code was changed; 0 if the class was not loaded. */
    int hits() {
        return hits.get();
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            if (!name.startsWith("io.thence.")) {
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
            var bytes = in.readAllBytes();
            var changed = name.equals("io.thence." + mutant.type)
                    ? mutant.edit.apply(bytes, mutant.method, hits) : bytes;
            return defineClass(name, changed, 0, changed.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
