// SPDX-License-Identifier: Apache-2.0
package io.thence.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What a run was made on. */
final class Machine {

    private Machine() {}

    /** The machine and its JVM, with the load at this moment: other work makes figures smaller. */
    static SequencedMap<String, Object> settings() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        var settings = new LinkedHashMap<String, Object>();
        settings.put("processors", system.getAvailableProcessors());
        settings.put("system", system.getName() + " " + system.getVersion() + " " + system.getArch());
        settings.put("java", Runtime.version().toString());
        settings.put("collectors", ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(MemoryManagerMXBean::getName).collect(Collectors.joining(", ")));
        settings.put("heapMaxBytes", Runtime.getRuntime().maxMemory());
        settings.put("loadAtStart", system.getSystemLoadAverage());
        return settings;
    }
}
