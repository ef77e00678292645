// SPDX-License-Identifier: Apache-2.0
package io.thence.world;

import io.thence.world.Disk.Access;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** A folder of a disk is a disk beside the whole: their files are apart, their right to write is one. */
class SubDiskTest {

    private final MemoryDisk whole = new MemoryDisk();
    private final Disk part = new SubDisk(whole, "part");

    @Test
    void files_of_the_part_and_of_the_whole_are_apart() {
        whole.open("log/a", Access.CREATE).close();
        try (var file = part.open("log/a", Access.CREATE)) {
            file.write(ByteBuffer.wrap(new byte[5]), 0);
            assertThat(file.name()).isEqualTo("part/log/a");
        }
        part.open("log/b", Access.CREATE).close();
        assertThat(whole.list("log")).containsExactly("a");
        assertThat(part.list("log")).containsExactly("a", "b");
        try (var file = whole.open("part/log/a", Access.READ)) {
            assertThat(file.size()).isEqualTo(5);
        }
        part.delete("log/a");
        assertThat(part.list("log")).containsExactly("b");
        assertThat(whole.list("log")).containsExactly("a");
        assertThat(part.place()).isEqualTo(whole.place() + "/part");
        assertThat(part.database("v")).isNotEqualTo(whole.database("v"));
    }

    @Test
    void the_right_to_write_comes_with_the_whole() {
        whole.lock();
        part.lock();
        part.close();
        whole.close();
        whole.lock();
    }

    @Test
    void a_folder_is_flushed_with_the_one_that_it_is_in() {
        var flushed = new ArrayList<Object>();
        var told = (Disk) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Disk.class},
                (_, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("flushFolder");
                    flushed.addAll(List.of(arguments));
                    return null;
                });
        new SubDisk(told, "part").flushFolder("log");
        assertThat(flushed).containsExactly("part/log", "part");
    }
}
