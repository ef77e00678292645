// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.crash;

import io.thence.testing.disk.Call;
import io.thence.testing.disk.CallWatch;
import io.thence.world.Mark;
import java.util.Set;
import java.util.TreeSet;

/** Which branches an opening of a store takes, told from what it does to the disk. */
final class Branches implements CallWatch {

    private final Set<String> taken = new TreeSet<>();
    private int manifests;
    private int runs;

    @Override
    public void before(Call call, String name, long offset) {
        if (name.startsWith("log/")) {
            log(call, name, offset);
        } else if (name.startsWith("index/")) {
            index(call, name);
        }
    }

    private void log(Call call, String name, long offset) {
        switch (call) {
            case DELETE -> {
                boolean hasPacked = taken.contains("footer of a packed file written again");
                boolean isPacked = name.endsWith(".packed");
                taken.add(hasPacked ? "packed segment's other file dropped" : isPacked ? "half a packed file dropped"
                        : "last file dropped: no segment yet");
            }
            case WRITE -> {
                if (name.endsWith(".packed")) {
                    taken.add("footer of a packed file written again");
                } else if (offset == 0 && !taken.contains("tail copied to a new segment")) {
                    taken.add("head written again");
                }
            }
            case TRUNCATE -> taken.add("tail or room cut");
            case CREATE -> {
                if (name.endsWith("/0000000000.segment")) {
                    taken.add("new log");
                } else {
                    taken.add("tail copied to a new segment");
                }
            }
            default -> {}
        }
    }

    private void index(Call call, String name) {
        boolean isManifest = name.endsWith(".manifest");
        switch (call) {
            case OPEN -> {
                manifests += isManifest ? 1 : 0;
                runs += name.endsWith(".run") ? 1 : 0;
            }
            case DELETE -> {
                taken.add(isManifest ? "left-over manifest swept" : "left-over run swept");
            }
            case CREATE -> taken.add("index written down while opening");
            default -> {}
        }
    }

    void mark(Mark mark) {
        if (mark == Mark.RECOVERY_COPIED) {
            taken.add("tail copied to a new segment");
        }
    }

    /** The branches, when the store is open. */
    Set<String> taken() {
        var all = new TreeSet<>(taken);
        if (!taken.contains("tail or room cut") && !taken.contains("tail copied to a new segment")
                && !taken.contains("head written again") && !taken.contains("new log")) {
            all.add("tail in order");
        }
        if (runs == 0) {
            all.add("index made from the log");
        } else {
            all.add(manifests > 1 ? "index used by an older manifest" : "index used by the newest manifest");
        }
        return all;
    }
}
