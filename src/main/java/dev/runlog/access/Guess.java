package dev.runlog.access;

import io.github.bucket4j.ConsumptionProbe;
import java.util.Optional;

/**
 * A credential that is not known to be good, from one address. It costs that address one of its quota where it turns out to
 * be nobody's, and is not looked up where none is left, unless it was good lately. Any thread may ask.
 */
final class Guess {
    /** Whoever it comes from. */
    static final Guess UNBOUNDED = new Guess(Optional.empty(), "", false);

    private final Optional<Quota> quota;
    private final String address;
    private final boolean wasGood;
    private Optional<ConsumptionProbe> charged = Optional.empty();

    Guess(Optional<Quota> quota, String address, boolean wasGood) {
        this.quota = quota;
        this.address = address;
        this.wasGood = wasGood;
    }

    String address() {
        return address;
    }

    /** Whether it is held against the bounds of its address before it is looked up. */
    boolean isBounded() {
        return quota.isPresent() && !wasGood;
    }

    /** What is to be said where it may not be looked up; empty where it may. */
    Optional<ConsumptionProbe> spent() {
        return wasGood ? Optional.empty() : quota.flatMap(bound -> bound.spent(address));
    }

    /** It is nobody's, which counts once, however often that is said; empty where there is no quota. */
    synchronized Optional<ConsumptionProbe> charge() {
        if (charged.isEmpty()) {
            charged = quota.map(bound -> bound.take(address));
        }
        return charged;
    }
}
