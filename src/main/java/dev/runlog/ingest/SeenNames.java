package dev.runlog.ingest;

import java.security.SecureRandom;
import java.util.Arrays;

/**
 * The names of one JSON object, each as 64 bits of a hash that differs from process to process: a body that is nothing but
 * names costs a few times its size, where a set of strings costs ten times. For one thread.
 */
final class SeenNames {
    private static final long SEED = new SecureRandom().nextLong();
    private static final long STEP = 0x9E3779B97F4A7C15L;
    private static final int SMALLEST = 16;
    private static final int MOST_KEPT = 64;

    private long[] slots = new long[SMALLEST];
    private int count;

    /** Whether it is new. */
    boolean add(String name) {
        if (count * 2 >= slots.length) {
            grow();
        }
        return put(slots, hash(name));
    }

    /** Itself, for another object. */
    SeenNames cleared() {
        if (slots.length > MOST_KEPT) {
            slots = new long[SMALLEST];
        } else {
            Arrays.fill(slots, 0);
        }
        count = 0;
        return this;
    }

    private boolean put(long[] table, long hash) {
        int slot = (int) hash & table.length - 1;
        while (table[slot] != 0) {
            if (table[slot] == hash) {
                return false;
            }
            slot = slot + 1 & table.length - 1;
        }
        table[slot] = hash;
        count++;
        return true;
    }

    private void grow() {
        var larger = new long[slots.length * 2];
        count = 0;
        for (long hash : slots) {
            if (hash != 0) {
                put(larger, hash);
            }
        }
        slots = larger;
    }

    /** Never 0, which is a free slot. */
    private static long hash(String name) {
        long hash = SEED;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * STEP;
            hash ^= hash >>> 29;
        }
        hash *= STEP;
        hash ^= hash >>> 32;
        return hash == 0 ? STEP : hash;
    }
}
