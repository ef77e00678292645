// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** Mermaid itself, in a browser, draws what an application says of itself. */
@Timeout(120)
class DrawnFlowTest {

    private static final String MERMAID = "/META-INF/resources/webjars/mermaid/11.14.0/dist/mermaid.min.js";

    @Test
    void mermaidDrawsTheShop() throws IOException {
        try (var browsing = Browsing.start()) {
            var page = browsing.open(URI.create("about:blank"), 800, 600);
            page.addScriptTag(new Page.AddScriptTagOptions().setContent(library()));
            var flow = Shop.APPLICATION.describe();
            assertThat(page.evaluate("async text => (await mermaid.parse(text)).diagramType", flow.mermaid()))
                    .asString().startsWith("flowchart");
            assertThat(page.evaluate("""
                    async text => {
                      document.body.innerHTML = (await mermaid.render('drawn', text)).svg;
                      return document.querySelectorAll('.node').length + ' '
                        + document.querySelectorAll('path.flowchart-link').length;
                    }""", flow.mermaid())).isEqualTo(flow.boxes().size() + " " + flow.arrows().size());
            assertThat((List<?>) page.evaluate(
                    "[...document.querySelectorAll('.node')].map(node => node.textContent.trim())"))
                    .map(String::valueOf)
                    .containsExactlyInAnyOrderElementsOf(flow.boxes().stream().map(box -> box.name()).toList());
            assertThat(page.evaluate("async text => { try { await mermaid.parse(text); return 'drawn' }"
                    + " catch (e) { return 'refused' } }", flow.mermaid().replace("-->", "->")))
                    .as("the judge sees").isEqualTo("refused");
        }
    }

    private static String library() throws IOException {
        try (var in = DrawnFlowTest.class.getResourceAsStream(MERMAID)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
