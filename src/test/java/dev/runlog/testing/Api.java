package dev.runlog.testing;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.response.ValidatableResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Questions to the query API, their addresses sent as they are written. */
public final class Api {
    private static final int MOST_PAGES = 1000;

    private Api() {}

    public static ValidatableResponse get(String address) {
        return given().urlEncodingEnabled(false).get(address).then();
    }

    public static ValidatableResponse get(String address, String accept) {
        return given().urlEncodingEnabled(false)
                .header("Accept", accept)
                .get(address)
                .then();
    }

    /** One field of every item on every page, following {@code Link}; {@code between} runs behind each page but the last. */
    public static <T> List<T> walk(String address, String field, IntConsumer between) {
        var seen = new ArrayList<T>();
        var next = address;
        for (int page = 1; next != null; page++) {
            assertThat(page).as("pages of a walk that ends").isLessThan(MOST_PAGES);
            var answer = get(next).statusCode(200).extract();
            seen.addAll(answer.<List<T>>path("items." + field));
            next = next(answer.header("Link"));
            if (next != null) {
                between.accept(page);
            }
        }
        return seen;
    }

    public static <T> List<T> walk(String address, String field) {
        return walk(address, field, page -> {});
    }

    /** The address in a {@code Link} header with {@code rel="next"}; null where there is none. */
    public static String next(String link) {
        return link == null ? null : link.substring(1, link.indexOf(">; rel=\"next\""));
    }
}
