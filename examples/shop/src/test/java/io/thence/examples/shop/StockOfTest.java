// SPDX-License-Identifier: Apache-2.0
package io.thence.examples.shop;

import io.thence.examples.shop.ShopCommand.PlaceOrder;
import io.thence.examples.shop.page.ShopPage;
import io.thence.server.http.PageServer;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The shop's question, in code and over HTTP. */
class StockOfTest {

    @Test
    void the_shop_says_what_is_left_of_an_article() throws Exception {
        try (var shop = FedShop.inMemory();
                var server = PageServer.start(shop.thence, ShopPage.of(shop.thence), 0);
                var client = HttpClient.newHttpClient()) {
            var box = new Line("X1", "BOX", 3, 1_500, Optional.of("17850"), "United Kingdom");
            var order = new PlaceOrder("600001", Instant.parse("2011-01-04T10:00:00Z"), List.of(box));
            var placed = shop.thence.send(order);

            assertThat(shop.thence.ask(new StockOf("X1")).after(placed).answer())
                    .contains(new StockOf.InStock("BOX", 97, 0, 0));
            assertThat(asked(client, server, "{\"code\":\"X1\"}")).isEqualTo(
                    "{\"answer\":{\"description\":\"BOX\",\"available\":97,\"backOrdered\":0,\"onOrder\":0}}");
            assertThat(asked(client, server, "{\"code\":\"X2\"}")).isEqualTo("{\"answer\":null}");
        }
    }

    private static String asked(HttpClient client, PageServer server, String question) throws Exception {
        var q = URLEncoder.encode(question, StandardCharsets.UTF_8);
        var request = HttpRequest.newBuilder(URI.create(server.address() + "api/ask/StockOf?q=" + q)).build();
        return client.send(request, BodyHandlers.ofString()).body();
    }
}
