package dev.runlog.access;

import dev.runlog.platform.StartupFailure;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The first key, which is in the settings and may do everything. */
@Singleton
class AdminKey {
    static final Credential CREDENTIAL =
            new Credential("admin-key", Set.of(Scope.values()), Sight.EVERYTHING, Optional.empty());

    private final Optional<String> given;
    private final Optional<ByteBuffer> hash;

    AdminKey(@ConfigProperty(name = "runlog.admin-key") Optional<String> given) {
        this.given = given;
        this.hash = given.map(KeyText::hash);
    }

    boolean isGiven() {
        return given.isPresent();
    }

    /** @throws StartupFailure where what is given is no key */
    void check() {
        if (given.isPresent() && KeyText.of(given.get()).isEmpty()) {
            throw new StartupFailure("RUNLOG_ADMIN_KEY is not a key: rl_, 30 letters and digits, and 6 that check them."
                    + " The README says how to make one.");
        }
    }

    boolean is(ByteBuffer other) {
        return hash.isPresent() && MessageDigest.isEqual(hash.get().array(), other.array());
    }
}
