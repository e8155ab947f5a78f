package dev.runlog.access;

import dev.runlog.access.Credentials.Answer;
import dev.runlog.problem.ProblemRoutes;
import dev.runlog.problem.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.quarkus.vertx.http.runtime.security.HttpSecurityRecorder.DefaultAuthFailureHandler;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * {@code Authorization: Bearer} (RFC 6750), for API keys and JWTs alike. What is known of a credential already is settled
 * on the event loop; only a look-up takes a thread.
 */
@ApplicationScoped
class BearerMechanism implements HttpAuthenticationMechanism {
    private static final String SCHEME = "Bearer ";
    private static final String HEADER = "Authorization";
    private static final int BEFORE_THE_FRAMEWORKS_OWN = 5000;
    private static final SecurityIdentity SDK = BearerIdentities.of(Credential.SDK);
    private static final SecurityIdentity ANYBODY = BearerIdentities.of(Credential.ANYBODY);

    private final AccessMode mode;
    private final Credentials credentials;
    private final ProblemRoutes problems;
    private final BiConsumer<RoutingContext, Throwable> refuse = this::refuse;

    BearerMechanism(AccessMode mode, Credentials credentials, ProblemRoutes problems) {
        this.mode = mode;
        this.credentials = credentials;
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager identities) {
        // Instead of the framework's own, for which it would make a table of all addresses anew with each request.
        routing.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, refuse);
        if (mode.isOpen()) {
            return Uni.createFrom().item(ANYBODY);
        }
        var text = textOf(routing);
        if (text.isEmpty()) {
            return mode.isOpenToSdks()
                    ? Uni.createFrom().item(SDK)
                    : Uni.createFrom().nullItem();
        }
        var answer = credentials.ask(text.get());
        if (answer instanceof Answer.Somebody somebody) {
            return Uni.createFrom().item(BearerIdentities.of(somebody.credential()));
        }
        if (answer instanceof Answer.Nobody) {
            return Uni.createFrom().failure(BearerIdentities.refused());
        }
        return identities.authenticate(new BearerRequest(text.get()));
    }

    /** The credential that a request brings; empty where it brings none of this kind. */
    static Optional<String> textOf(RoutingContext routing) {
        return Optional.ofNullable(routing.request().getHeader(HEADER))
                .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
                .map(header -> header.substring(SCHEME.length()).strip());
    }

    private void refuse(RoutingContext routing, Throwable failure) {
        var cause = DefaultAuthFailureHandler.extractRootCause(failure);
        if (routing.response().ended()) {
            return;
        }
        if (cause instanceof AuthenticationFailedException) {
            challenge(routing);
            return;
        }
        DefaultAuthFailureHandler.markIfOtherAuthenticationFailure(routing, cause);
        routing.fail(cause);
    }

    @Override
    public Uni<Boolean> sendChallenge(RoutingContext routing) {
        challenge(routing);
        return Uni.createFrom().item(true);
    }

    private void challenge(RoutingContext routing) {
        problems.answerUnread(routing, Problems.unauthorized(textOf(routing).isPresent()));
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext routing) {
        var challenge = Problems.challenge(textOf(routing).isPresent());
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", challenge));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of(BearerRequest.class);
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext routing) {
        return Uni.createFrom()
                .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, SCHEME.strip()));
    }

    @Override
    public int getPriority() {
        return BEFORE_THE_FRAMEWORKS_OWN;
    }
}
