package dev.runlog.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runlog.problem.Refusal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class CursorTest {
    private static final String SCOPE = "/api/v1/runs{status=[failed]}";

    @Property(tries = 300)
    void what_was_encoded_comes_back(@ForAll("cursors") Cursor cursor) {
        assertThat(Cursor.decode(cursor.encode(SCOPE), SCOPE)).contains(cursor);
    }

    @Property(tries = 300)
    void it_is_safe_in_an_address(@ForAll("cursors") Cursor cursor) {
        assertThat(cursor.encode(SCOPE)).matches("[A-Za-z0-9_-]+");
    }

    @Property(tries = 300)
    void any_damaged_byte_is_refused(
            @ForAll("cursors") Cursor cursor, @ForAll int place, @ForAll @IntRange(min = 1, max = 255) int change) {
        var bytes = Base64.getUrlDecoder().decode(cursor.encode(SCOPE));
        bytes[Math.floorMod(place, bytes.length)] ^= (byte) change;

        assertRefused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), SCOPE);
    }

    @Property(tries = 300)
    void any_damaged_character_is_refused(@ForAll("cursors") Cursor cursor, @ForAll int place, @ForAll char other) {
        var text = new StringBuilder(cursor.encode(SCOPE));
        var index = Math.floorMod(place, text.length());
        if (text.charAt(index) != other) {
            text.setCharAt(index, other);
            assertRefused(text.toString(), SCOPE);
        }
    }

    /** The last character may carry bits that no byte has. */
    @Property(tries = 100)
    void the_last_character_counts_whole(@ForAll("cursors") Cursor cursor, @ForAll("base64") char other) {
        var text = cursor.encode(SCOPE);
        if (text.charAt(text.length() - 1) != other) {
            assertRefused(text.substring(0, text.length() - 1) + other, SCOPE);
        }
    }

    @Property(tries = 300)
    void one_that_was_made_up_well_has_no_keys_of_another_kind(
            @ForAll("cursors") Cursor cursor, @ForAll @IntRange(max = 6) int key) {
        var held = key < cursor.keys().size() ? cursor.keys().get(key) : null;
        Map<Class<?>, ThrowingCallable> readers = Map.of(
                Long.class, () -> cursor.number(key),
                String.class, () -> cursor.text(key),
                Instant.class, () -> cursor.time(key));

        readers.forEach((kind, reader) -> {
            if (kind.isInstance(held)) {
                assertThatCode(reader).doesNotThrowAnyException();
            } else {
                assertThatThrownBy(reader).isInstanceOf(Refusal.class);
            }
        });
    }

    @Property(tries = 100)
    void text_of_any_kind_is_refused(@ForAll String text) {
        assertRefused(text, SCOPE);
    }

    @Property(tries = 100)
    void another_scope_is_refused(@ForAll("cursors") Cursor cursor, @ForAll String scope) {
        assertRefused(cursor.encode(SCOPE), scope);
    }

    @Example
    void padding_and_cutting_are_damage() {
        var text = new Cursor(Instant.EPOCH, List.of(1L)).encode(SCOPE);

        for (int length = 0; length < text.length(); length++) {
            assertRefused(text.substring(0, length), SCOPE);
        }
        assertRefused(text + "=", SCOPE);
        assertRefused(text + "==", SCOPE);
    }

    private static void assertRefused(String text, String scope) {
        assertThat(Cursor.decode(text, scope)).isEmpty();
    }

    @Provide
    Arbitrary<Cursor> cursors() {
        var times = Arbitraries.longs()
                .between(-62_000_000_000_000_000L, 250_000_000_000_000_000L)
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        var keys = Arbitraries.oneOf(
                Arbitraries.longs().map(Object.class::cast),
                times.map(Object.class::cast),
                Arbitraries.strings().ofMaxLength(128).map(Object.class::cast));
        return Combinators.combine(times, keys.list().ofMaxSize(3)).as(Cursor::new);
    }

    @Provide
    Arbitrary<Character> base64() {
        return Arbitraries.of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .mapToObj(c -> (char) c)
                .toList());
    }
}
