package dev.runlog.output;

import dev.runlog.page.Cursor;
import dev.runlog.page.ListSource;
import dev.runlog.page.Rows;
import dev.runlog.run.OutputTally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The lines of a run's output, as far as it went when the list was made.
 *
 * @param wanted says of a line's text whether it is in the list; empty where every line is
 */
record LineList(
        Function<StandardStream, Chunks> chunks,
        OutputTally tally,
        Set<StandardStream> streams,
        Optional<Predicate<String>> wanted,
        QueryBudget budget)
        implements ListSource<OutputLine> {
    @Override
    public Slice<OutputLine> page(Rows rows, Optional<Cursor> after, int limit, int most) {
        var walk = walk(after);
        var items = new ArrayList<Keyed<OutputLine>>();
        var characters = 0;
        for (var line = next(walk); line.isPresent(); line = next(walk)) {
            if (items.size() == limit || characters > most) {
                return new Slice<>(items, true, items.size() < limit);
            }
            items.add(new Keyed<>(line.get(), walk.keys()));
            characters += line.get().text().length();
        }
        return new Slice<>(items, false, false);
    }

    @Override
    public void each(Rows rows, Optional<Cursor> after, Sink<OutputLine> sink) throws IOException {
        var walk = walk(after);
        for (var line = next(walk); line.isPresent(); line = next(walk)) {
            sink.take(line.get());
            budget.renew();
        }
    }

    @Override
    public long count(Rows rows, int most) {
        if (wanted.isEmpty()) {
            return streams.stream()
                    .mapToLong(stream -> stream.in(tally).lines())
                    .sum();
        }
        var walk = walk(Optional.empty());
        var count = 0;
        while (count < most && next(walk).isPresent()) {
            count++;
        }
        return count;
    }

    private OutputWalk walk(Optional<Cursor> after) {
        return new OutputWalk(chunks, tally, streams, after);
    }

    private Optional<OutputLine> next(OutputWalk walk) {
        var line = walk.next();
        while (line.isPresent() && !isWanted(line.get())) {
            budget.check();
            line = walk.next();
        }
        return line;
    }

    private boolean isWanted(OutputLine line) {
        return wanted.isEmpty() || wanted.get().test(line.text());
    }
}
