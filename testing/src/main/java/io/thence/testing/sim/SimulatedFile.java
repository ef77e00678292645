// SPDX-License-Identifier: Apache-2.0
package io.thence.testing.sim;

import io.thence.world.DiskFile;
import java.nio.ByteBuffer;

/** An open file of a {@link SimulatedDisk}. */
record SimulatedFile(String name, Content content, SimulatedDisk disk, int life) implements DiskFile {

    private Content live() {
        if (life != disk.life()) {
            throw new Killed();
        }
        return content;
    }

    @Override
    public long size() {
        return live().now().length();
    }

    @Override
    public int read(ByteBuffer into, long at) {
        return live().now().read(into, at);
    }

    @Override
    public void write(ByteBuffer from, long at) {
        var bytes = new byte[from.remaining()];
        from.get(bytes);
        disk.world().note("writes " + name + " " + at + " " + bytes.length + " " + Trace.hash(bytes));
        live().write(bytes, Math.toIntExact(at));
    }

    @Override
    public void allocate(long from, long to) {
        if (to > live().now().length()) {
            disk.demandRoom(name);
        }
        disk.world().note("allocates " + name + " " + from + " " + to);
        live().allocate(Math.toIntExact(to));
    }

    @Override
    public void truncate(long length) {
        disk.world().note("truncates " + name + " " + length);
        live().truncate(Math.toIntExact(length));
    }

    @Override
    public long flush() {
        disk.world().note("flushes " + name);
        return live().flush(disk.world().nanos() + disk.flushNanos());
    }

    @Override
    public boolean flushed(long ticket) {
        return live().flushed(ticket, disk.world().nanos());
    }

    @Override
    public void close() {}
}
