package dev.runlog.platform;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Says to the other instances on the same database that something has happened, by words that this knows nothing about.
 * It wakes and promises nothing: what is lost while the database is away comes as "anything may have happened". Safe for
 * concurrent use.
 */
@ApplicationScoped
public class Broadcast {
    private final BroadcastSender sender;
    private final BroadcastListener listener;
    private final List<Hearer> hearers = new CopyOnWriteArrayList<>();

    Broadcast(AgroalDataSource database) {
        this.sender = new BroadcastSender(database);
        this.listener = new BroadcastListener(database, this::heard, sender::isOwn);
    }

    /** Hears what other instances say. It must not take long. */
    @FunctionalInterface
    public interface Hearer {
        /** @param words empty where anything may have happened */
        void hear(Set<String> words);
    }

    void start(@Observes StartupEvent started) {
        sender.start();
        listener.start();
    }

    void stop(@Observes ShutdownEvent stopping) {
        sender.close();
        listener.close();
    }

    /** Says it soon and from another thread, together with what else is said then. */
    public void say(Collection<String> words) {
        sender.say(words);
    }

    public void hear(Hearer hearer) {
        hearers.add(hearer);
    }

    private void heard(Set<String> words) {
        hearers.forEach(hearer -> hearer.hear(words));
    }
}
