package dev.runlog.testing;

import static io.restassured.RestAssured.given;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads a whole list in its forms, its text as UTF-8 whatever the media type says. */
public final class Listed {
    private Listed() {}

    /** Every item, page by page. */
    public static List<JsonNode> pages(String address, int limit) {
        var items = new ArrayList<JsonNode>();
        var request = given().queryParam("limit", limit);
        while (true) {
            var answer = request.get(address);
            answer.then().statusCode(200);
            var page = ApiDocument.read(new String(answer.asByteArray(), StandardCharsets.UTF_8));
            page.path("items").forEach(items::add);
            if (page.path("nextCursor").isNull()) {
                return items;
            }
            request = given().queryParam("limit", limit)
                    .queryParam("cursor", page.path("nextCursor").asText());
        }
    }

    public static List<JsonNode> ndjson(String address) {
        return rows(address, "application/x-ndjson").stream()
                .map(ApiDocument::read)
                .toList();
    }

    /** The answer's lines, as the line feed alone ends them. */
    public static List<String> rows(String address, String type) {
        var answer = given().accept(type).get(address);
        answer.then().statusCode(200);
        var text = new String(answer.asByteArray(), StandardCharsets.UTF_8);
        return text.isEmpty() ? List.of() : List.of(text.split("\n"));
    }
}
