package dev.runlog.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @ParameterizedTest(name = "{0}, now {1}: {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            pending@1                       | pending | pending@1   | CONFIRMED
            pending@1                       | pending | pending@5   | CONFIRMED
            pending@1                       | pending | running@2   | CHANGED
            pending@1                       | pending | running@1   | CHANGED
            pending@1                       | pending | done@2      | CHANGED
            pending@1 running@2             | running | pending@3   | CHANGED
            pending@1 running@2             | running | pending@1   | NONE
            pending@1 running@3             | running | pending@2   | NONE
            pending@1 running@3             | running | running@2   | NONE
            running@3                       | running | pending@1   | CHANGED_BEFORE
            pending@1 running@5             | running | queued@3    | CHANGED_BEFORE
            pending@5 running@10            | running | running@3   | CHANGED_BEFORE
            running@10                      | running | done@8      | CHANGED
            done@8 running@10               | done    | running@10  | NONE
            pending@1 done@9                | done    | done@9      | CONFIRMED
            pending@1 done@9                | done    | done@4      | CONFIRMED
            pending@1 done@9                | done    | done@12     | CONFIRMED
            pending@1 done@9                | done    | failed@12   | CHANGED
            pending@1 done@9                | done    | failed@9    | CHANGED
            pending@1 done@9                | done    | cancelled@2 | CHANGED_BEFORE
            done@9 failed@12                | failed  | done@9      | NONE
            done@9 failed@12                | failed  | done@10     | NONE
            failed@5 done@9                 | done    | failed@6    | NONE
            done@9 failed@12                | failed  | cancelled@10 | CHANGED_BEFORE
            done@9 failed@12                | failed  | running@13  | CONFLICT
            pending@1 done@9                | done    | running@10  | CONFLICT
            pending@1 done@9                | done    | running@9   | CONFLICT
            pending@1 done@9                | done    | running@5   | CONFLICT
            pending@1 done@9                | done    | pending@1   | NONE
            pending@1 done@9                | done    | pending@4   | CONFLICT
            """)
    void a_word_about_a_state_has_the_effect_that_its_time_gives_it(
            String history, String present, String word, Effect expected) {
        var changes = changes(history);
        var finishedAt = changes.stream()
                .filter(change -> StateStatus.isTerminal(change.status()))
                .map(StateChange::at)
                .max(Comparator.naturalOrder())
                .orElse(null);
        var said = changes(word).get(0);

        assertThat(Effect.of(new Listed(changes), present, finishedAt, said.status(), said.at()))
                .isEqualTo(expected);
    }

    private record Listed(List<StateChange> changes) implements Effect.History {
        @Override
        public StateChange last() {
            return changes.get(changes.size() - 1);
        }

        @Override
        public Optional<StateChange> lastUntil(Instant at) {
            return changes.stream().filter(change -> !change.at().isAfter(at)).reduce((before, change) -> change);
        }

        @Override
        public Optional<StateChange> firstAfter(Instant at) {
            return changes.stream().filter(change -> change.at().isAfter(at)).findFirst();
        }

        @Override
        public boolean has(String status, Instant at) {
            return changes.stream()
                    .anyMatch(change ->
                            change.status().equals(status) && change.at().equals(at));
        }
    }

    private static List<StateChange> changes(String text) {
        return Arrays.stream(text.split(" "))
                .map(change -> change.split("@"))
                .map(parts -> new StateChange(parts[0], START.plusSeconds(Long.parseLong(parts[1])), null))
                .toList();
    }
}
