package dev.runlog.access;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTextTest {

    @RepeatedTest(20)
    void a_fresh_key_is_a_key() {
        var text = KeyText.fresh().text();

        assertThat(text).matches("rl_[0-9A-Za-z]{36}");
        assertThat(KeyText.of(text)).isPresent();
    }

    @Property(tries = 200)
    void a_key_with_another_character_in_any_place_is_none(@ForAll @IntRange(min = 3, max = 38) int place) {
        var text = new StringBuilder(KeyText.fresh().text());
        text.setCharAt(place, text.charAt(place) == 'x' ? 'y' : 'x');

        assertThat(KeyText.of(text.toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "rl_", "rl_000000000000000000000000000000000000", "RL_x", "rl_ü"})
    void what_is_not_of_its_form_is_no_key(String text) {
        assertThat(KeyText.of(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = "rl_0123456789ABCDEFGHIJKLMNOPQRST")
    void the_check_is_the_crc_of_what_stands_before_it(String text) {
        var crc = new java.util.zip.CRC32();
        crc.update(text.getBytes());
        var check = new StringBuilder();
        for (long rest = crc.getValue(); check.length() < 6; rest /= 62) {
            int digit = (int) (rest % 62);
            check.insert(0, (char) (digit < 10 ? '0' + digit : digit < 36 ? 'A' + digit - 10 : 'a' + digit - 36));
        }

        assertThat(KeyText.of(text + check)).isPresent();
    }

    @RepeatedTest(2)
    void a_key_does_not_show_itself() {
        assertThat(KeyText.fresh()).hasToString("rl_…");
    }
}
