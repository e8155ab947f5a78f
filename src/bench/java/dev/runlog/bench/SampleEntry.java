package dev.runlog.bench;

import java.util.Locale;

/**
 * An entry as connectors write them: a message of some 115 bytes, a small context on every fifth, few errors.
 *
 * @param context JSON, or null
 */
record SampleEntry(String level, int severity, String message, String context) {
    private static final String[] MESSAGES = {
        "Product %d of feed 'spring-sale' exported to marketplace: 14 attributes mapped, 2 images, stock level %d pieces",
        "Request %d to https://api.shop.example/v2/products/%d/variants answered 200 after 3 tries, continuing with page",
        "Attribute colour of item SKU-%06d has no mapping in category 'Shoes > Running' (site %d); sent as it is in the source",
        "Wrote chunk %d of the output file: 5000 lines, 1.8 MB, checksum verified; the buffer holds %d further lines",
        "Price of item %d changed from 19.99 EUR to 17.49 EUR, below the floor that rule %d sets for the whole category"
    };

    /** The {@code i}th of an endless row; of a hundred 2 are errors, 5 warnings, 3 notices and 20 debug. */
    static SampleEntry of(int i) {
        var message = String.format(Locale.ROOT, MESSAGES[i % MESSAGES.length], i % 100_000, i * 31 % 10_000);
        var context = i % 5 == 0 ? "{\"sku\":\"SKU-" + i % 100_000 + "\",\"page\":" + i % 400 + "}" : null;
        int place = i * 37 % 100;
        if (place < 2) {
            return new SampleEntry("error", 3, message, context);
        }
        if (place < 7) {
            return new SampleEntry("warning", 4, message, context);
        }
        if (place < 10) {
            return new SampleEntry("notice", 5, message, context);
        }
        return place < 30
                ? new SampleEntry("debug", 7, message, context)
                : new SampleEntry("info", 6, message, context);
    }

    boolean isError() {
        return severity <= 3;
    }

    /** {@code {"level", "timestamp"?, "message", "context"?}}; @param timestamp null where the service is to give it */
    String json(String timestamp) {
        return "{\"level\":\"" + level + '"'
                + (timestamp == null ? "" : ",\"timestamp\":\"" + timestamp + '"')
                + ',' + said().substring(1);
    }

    /** {@code {"message", "context"?}}. */
    String said() {
        return "{\"message\":\"" + message + '"' + (context == null ? "" : ",\"context\":" + context) + '}';
    }
}
