package dev.runlog.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FingerprintTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '^', textBlock = """
            Feed 17 rejected                             | Feed * rejected
            Feed 1,234.5 rejected                        | Feed * rejected
            took 81234ms, 5.5s or 7 h    | took *, * or * h
            at 2026-11-23T12:00:00.5Z                    | at *
            at 12:30:01 on 2026-11-23                    | at * on *
            sku "A-1" and 'b c' and `d`                  | sku * and * and *
            Can't read what isn't there                  | Can't read what isn't there
            from jane.doe+x@example.org                  | from *
            run 93e37cdf-046d-45b2-a983-1e2580e57b5c     | run *
            at 0x7ffe4c or deadbeef01 or 9f3c6b1e22a04d57 | at * or * or *
            a deadbeef is a word without a digit         | a deadbeef is a word without a digit
            Host 10.0.0.12:8080 refused                  | Host * refused
            see https://x.example/a?b=foo, then retry    | see * then retry
            fe80::1 and 2001:db8::ff00:42 refuse         | * and * refuse
            «a» is not “b”                               | * is not *
            offset -1 is below                           | offset * is below
            std::string has no id                        | std::string has no id
            many    spaces                               | many spaces
            """)
    void what_varies_is_masked(String message, String masked) {
        assertThat(Fingerprint.masked(message)).isEqualTo(masked);
    }

    @Test
    void messages_of_one_kind_share_a_fingerprint_and_others_do_not() {
        assertThat(Fingerprint.ofMessage("Feed 1 rejected")).isEqualTo(Fingerprint.ofMessage("Feed 22 rejected"));
        assertThat(Fingerprint.ofMessage("Feed 1 rejected")).isNotEqualTo(Fingerprint.ofMessage("Feed 1 lost"));
    }

    @Property(tries = 300)
    void only_what_varies_may_differ(@ForAll("values") String one, @ForAll("values") String other) {
        assertThat(Fingerprint.ofMessage("Row " + one + " is not there"))
                .isEqualTo(Fingerprint.ofMessage("Row " + other + " is not there"))
                .isNotEqualTo(Fingerprint.ofMessage("Row " + one + " is there"));
    }

    @Provide
    Arbitrary<String> values() {
        var number = Arbitraries.longs().map(String::valueOf);
        var id = Arbitraries.create(UUID::randomUUID).map(UUID::toString);
        var word = Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
        return Arbitraries.oneOf(
                number,
                id,
                number.map(text -> text + "ms"),
                word.map(text -> '"' + text + '"'),
                word.map(text -> text + "@example.org"),
                word.map(text -> "https://example.org/" + text));
    }

    @Property
    void a_line_is_masked_alike_whatever_stands_in_the_next(@ForAll("lines") String line) {
        assertThat(Fingerprint.masked("Row " + line + "\nhttp://h/ a@example.org fe80::1"))
                .isEqualTo(Fingerprint.masked("Row " + line) + " * * *");
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(
                        "a f z 9 17 - : :: @ ' \" ` « “ ” :// http:// 0x1f deadbeef1 2001:db8::1 b@x.org ms Z T µs % é ٣ _ + / < ."
                                .split(" "))
                .list()
                .ofMaxSize(14)
                .map(parts -> String.join("", parts));
    }

    @Test
    void calls_of_one_kind_share_a_fingerprint() {
        var call = Fingerprint.ofCall("GET", "/files/17?x=1", 404);

        assertThat(Fingerprint.ofCall("GET", "/files/18", 404)).isEqualTo(call);
        assertThat(Fingerprint.ofCall("GET", "https://api.example.org/files/18#a", 404))
                .isEqualTo(call);
        assertThat(Fingerprint.ofCall("PUT", "/files/17", 404)).isNotEqualTo(call);
        assertThat(Fingerprint.ofCall("GET", "/files/17", 500)).isNotEqualTo(call);
        assertThat(Fingerprint.ofCall("GET", "/files/17", null)).isNotEqualTo(call);
        assertThat(Fingerprint.ofCall("GET", "/other/17", 404)).isNotEqualTo(call);
    }

    /** Fingerprints are stored: another value here is another version of the algorithm. */
    @Test
    void it_stays_the_same_from_release_to_release() {
        assertThat(Fingerprint.hex(Fingerprint.ofMessage("Feed 17 rejected"))).isEqualTo("54c539f568e3bafb");
        assertThat(Fingerprint.hex(Fingerprint.ofCall("GET", "/files/17", 404))).isEqualTo("0284e7ba2371cb57");
    }

    @Property
    void sixteen_hex_digits_stand_for_it(@ForAll long fingerprint) {
        assertThat(Fingerprint.hex(fingerprint)).matches("[0-9a-f]{16}");
        assertThat(Fingerprint.ofHex(Fingerprint.hex(fingerprint))).contains(fingerprint);
        assertThat(Fingerprint.ofHex(Fingerprint.hex(fingerprint).toUpperCase(Locale.ROOT)))
                .contains(fingerprint);
    }

    @Example
    void other_texts_are_no_fingerprint() {
        for (var text : new String[] {"", "9f3c", "9f3c6b1e22a04d5g", "09f3c6b1e22a04d57"}) {
            assertThat(Fingerprint.ofHex(text)).isEmpty();
        }
    }

    /** No text takes the pattern long: repeated parts that nearly match are where a bad one would. */
    @Test
    void long_messages_are_masked_in_no_time() {
        for (var part : new String[] {"a.", "1.", "\"", "'", "a@", "0x", "a-b@c.", " ", "f1", "1:"}) {
            var message = part.repeat(40_000);
            var start = System.nanoTime();
            Fingerprint.ofMessage(message);
            assertThat(System.nanoTime() - start).as(part).isLessThan(500_000_000L);
        }
    }
}
