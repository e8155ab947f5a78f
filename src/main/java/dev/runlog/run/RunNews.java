package dev.runlog.run;

import dev.runlog.platform.Broadcast;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * Wakes those who follow runs, at this instance at once and at the others soon after. It says where to look, not what
 * is to be seen; now and then nothing is heard of a change, so followers look by themselves too. Safe for concurrent use.
 */
@ApplicationScoped
public class RunNews {
    /** Before a run id: the run itself has changed. */
    private static final String CHANGED = "r";

    private static final String WRITTEN = "e";

    private final Broadcast broadcast;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    RunNews(Broadcast broadcast) {
        this.broadcast = broadcast;
        broadcast.hear(this::heard);
    }

    /** Hears of runs on the thread of whoever wrote to them, so it must not take long. */
    public interface Follower {
        /** Entries of these runs have been committed. */
        void written(Collection<Long> runIds);

        /** These runs have begun, have been registered or have ended. */
        void changed(Collection<Long> runIds);

        /** News may have been missed. */
        void missed();
    }

    public void follow(Follower follower) {
        followers.add(follower);
    }

    /** Tells that entries of these runs are committed. */
    public void written(Collection<Long> runIds) {
        if (!runIds.isEmpty()) {
            followers.forEach(follower -> follower.written(runIds));
            broadcast.say(runIds.stream().map(runId -> WRITTEN + runId).toList());
        }
    }

    /** Tells that what happened to these runs is committed: they began, were registered or ended. */
    public void changed(Collection<Long> runIds) {
        if (!runIds.isEmpty()) {
            followers.forEach(follower -> follower.changed(runIds));
            broadcast.say(runIds.stream().map(runId -> CHANGED + runId).toList());
        }
    }

    private void heard(Set<String> words) {
        if (words.isEmpty()) {
            followers.forEach(Follower::missed);
            return;
        }
        var written = runIds(WRITTEN, words);
        var changed = runIds(CHANGED, words);
        for (var follower : followers) {
            follower.written(written);
            follower.changed(changed);
        }
    }

    private static Set<Long> runIds(String kind, Set<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(kind))
                .map(word -> Long.valueOf(word.substring(kind.length())))
                .collect(Collectors.toSet());
    }
}
