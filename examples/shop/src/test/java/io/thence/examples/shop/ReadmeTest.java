// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** Programs of the README and the docs are compiled and run as they stand there, by a process that has nothing else. */
class ReadmeTest {

    private static final Pattern JAVA = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void the_first_application_is_forty_lines_and_does_what_the_readme_says() throws Exception {
        var code = JAVA.matcher(Files.readString(repository().resolve("README.md")));
        assertThat(code.find()).isTrue();
        assertThat(code.group(1).lines()).hasSizeLessThanOrEqualTo(40);
        compile("Bank", code.group(1));

        assertThat(run()).hasSize(2).satisfies(lines -> {
            assertThat(lines.getFirst()).startsWith("Refused").contains("only 500 cents in anna");
            assertThat(lines.getLast()).isEqualTo("anna 500");
        });
        assertThat(run()).as("again: the events are kept").satisfies(lines -> {
            assertThat(lines.getLast()).isEqualTo("anna 300");
        });
        assertThat(directory.resolve(".thence/bank/log")).isDirectory();
    }

    @Test
    void the_page_is_served_and_answers_as_the_docs_say() throws Exception {
        var docs = Files.readString(repository().resolve("docs/queries.md"));
        compile("Library", program(docs, "Library"));
        compile("Counter", program(docs, "Counter"));
        var process = start("Counter");
        try (var lines = process.inputReader(); var client = HttpClient.newHttpClient()) {
            var address = lines.readLine().replace("the library is at ", "");
            assertThat(get(client, address)).contains("there is no page/index.html beside Counter");
            Files.writeString(Files.createDirectory(directory.resolve("page")).resolve("index.html"), "<h1>Loans");
            assertThat(get(client, address)).isEqualTo("<h1>Loans");
            assertThat(get(client, address + "api/ask/BooksOf?q=%7B%22reader%22:%22anna%22%7D"))
                    .isEqualTo("{\"answer\":0}");
            var live = HttpRequest.newBuilder(URI.create(address + "api/live")).build();
            try (var feed = client.send(live, BodyHandlers.ofLines()).body()) {
                assertThat(feed.filter(line -> line.startsWith("data:")).findFirst().orElseThrow())
                        .contains("\"page\":{\"loans\":[]}");
            }
            process.outputWriter().close(); // as Enter
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String program(String docs, String name) {
        return JAVA.matcher(docs).results().map(block -> block.group(1))
                .filter(block -> block.contains("class " + name + " {")).findFirst().orElseThrow();
    }

    private static String get(HttpClient client, String address) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString()).body();
    }

    private void compile(String name, String code) throws IOException {
        var source = Files.writeString(directory.resolve(name + ".java"), code);
        int errors = ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", directory.toString(),
                "-cp", classPath(), source.toString());
        assertThat(errors).as("compiler's exit code").isZero();
    }

    private String classPath() {
        return directory + System.getProperty("path.separator") + System.getProperty("java.class.path");
    }

    private Process start(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath(), name)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private List<String> run() throws IOException, InterruptedException {
        var process = start("Bank");
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }

    private static Path repository() {
        var folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("thence"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
