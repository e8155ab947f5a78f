package dev.runlog.access;

import java.security.Principal;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who asks, once that is proven.
 *
 * @param id tells credentials apart, such as {@code key:2f1c…} or that of {@link TokenHolder#idOf}
 * @param expiresAt it is worth nothing from then on
 */
record Credential(String id, Set<Scope> scopes, Sight sight, Optional<Instant> expiresAt) implements Principal {
    /** Whoever comes while the service asks for no credential. */
    static final Credential ANYBODY =
            new Credential("anybody", Set.of(Scope.values()), Sight.EVERYTHING, Optional.empty());

    /** Whoever comes without a credential, while SDKs need none. */
    static final Credential SDK = new Credential("sdk", Set.of(), Sight.EVERYTHING, Optional.empty());

    /** To rule over all keys is no limited right: who is limited does not have it. */
    Credential {
        scopes = sight.isEverything() ? Set.copyOf(scopes) : without(scopes);
    }

    private static Set<Scope> without(Set<Scope> scopes) {
        return scopes.stream().filter(scope -> scope != Scope.ADMIN).collect(Collectors.toUnmodifiableSet());
    }

    boolean isOver(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }

    @Override
    public String getName() {
        return id;
    }
}
