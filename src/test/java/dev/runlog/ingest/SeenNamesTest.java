package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SeenNamesTest {
    private final SeenNames names = new SeenNames();

    @Test
    void a_name_is_new_once_however_many_came_between() {
        assertThat(IntStream.range(0, 100_000).mapToObj(i -> "name " + i)).allMatch(names::add);
        assertThat(IntStream.range(0, 100_000).mapToObj(i -> "name " + i)).noneMatch(names::add);
    }

    @Test
    void names_that_differ_in_little_are_different() {
        assertThat(names.add("")).isTrue();
        assertThat(names.add("a")).isTrue();
        assertThat(names.add("aa")).isTrue();
        assertThat(names.add("ab")).isTrue();
        assertThat(names.add("ba")).isTrue();
        assertThat(names.add("\0")).isTrue();
        assertThat(names.add("")).isFalse();
    }
}
