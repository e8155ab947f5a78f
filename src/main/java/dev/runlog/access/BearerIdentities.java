package dev.runlog.access;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.stream.Collectors;

/** Looks up who is behind a text; no thread of the requests waits for that. */
@ApplicationScoped
class BearerIdentities implements IdentityProvider<BearerRequest> {
    private final Bearers bearers;

    BearerIdentities(Bearers bearers) {
        this.bearers = bearers;
    }

    @Override
    public Class<BearerRequest> getRequestType() {
        return BearerRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(BearerRequest request, AuthenticationRequestContext context) {
        var loop = Vertx.currentContext();
        var found = Uni.createFrom()
                .completionStage(() -> bearers.find(request.text(), request.guess()))
                .map(BearerIdentities::identity);
        return loop == null ? found : found.emitOn(task -> loop.runOnContext(go -> task.run()));
    }

    private static SecurityIdentity identity(Bearers.Answer answer) {
        if (answer instanceof Bearers.Answer.Somebody somebody) {
            return somebody.identity();
        }
        throw answer instanceof Bearers.Answer.Unknown ? new NotLookedUp() : refused();
    }

    /** Whether it is somebody's has not been looked up, since its address had spent its quota just then. */
    static final class NotLookedUp extends RuntimeException {
        private NotLookedUp() {
            super("The credential was not looked up", null, false, false);
        }
    }

    static AuthenticationFailedException refused() {
        return new AuthenticationFailedException("The credential is nobody's");
    }

    /** Roles are scopes. Who has shown no credential is anonymous, with or without roles. */
    static SecurityIdentity of(Credential credential) {
        return QuarkusSecurityIdentity.builder()
                .setPrincipal(credential)
                .setAnonymous(credential == Credential.ANYBODY || credential == Credential.SDK)
                .addRoles(roles(credential))
                .build();
    }

    private static Set<String> roles(Credential credential) {
        var roles = credential.scopes().stream().map(Scope::label).collect(Collectors.toSet());
        if (credential == Credential.SDK || credential.scopes().contains(Scope.INGEST_WRITE)) {
            roles.add(Scope.LOG_AS_SDK);
        }
        return roles;
    }
}
