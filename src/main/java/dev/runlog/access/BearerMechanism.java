package dev.runlog.access;

import dev.runlog.access.Bearers.Answer;
import dev.runlog.problem.ProblemRoutes;
import dev.runlog.problem.Problems;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AnonymousAuthenticationRequest;
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

    /** Where it matters who asks even while the service is open: a key that anybody made is worth nothing later. */
    private static final String ADMINISTRATION = "/admin";

    private static final int BEFORE_THE_FRAMEWORKS_OWN = 5000;
    private static final SecurityIdentity SDK = BearerIdentities.of(Credential.SDK);
    private static final SecurityIdentity ANYBODY = BearerIdentities.of(Credential.ANYBODY);

    private final AccessMode mode;
    private final Bearers bearers;
    private final Guesses guesses;
    private final ProblemRoutes problems;
    private final BiConsumer<RoutingContext, Throwable> refuse = this::refuse;

    BearerMechanism(AccessMode mode, Bearers bearers, Guesses guesses, ProblemRoutes problems) {
        this.mode = mode;
        this.bearers = bearers;
        this.guesses = guesses;
        this.problems = problems;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext routing, IdentityProviderManager identities) {
        // Instead of the framework's own, for which it would make a table of all addresses anew with each request.
        routing.put(QuarkusHttpUser.AUTH_FAILURE_HANDLER, refuse);
        var path = routing.normalizedPath();
        if (isPublic(path)) {
            return identities.authenticate(AnonymousAuthenticationRequest.INSTANCE);
        }
        var text = textOf(routing);
        if (mode.isOpen()) {
            return path.startsWith(ADMINISTRATION) && text.isPresent()
                    ? administrator(text.get(), identities)
                    : Uni.createFrom().item(ANYBODY);
        }
        if (text.isEmpty()) {
            return mode.isOpenToSdks()
                    ? Uni.createFrom().item(SDK)
                    : Uni.createFrom().nullItem();
        }
        var answer = bearers.ask(text.get());
        if (answer instanceof Answer.Somebody somebody) {
            return Uni.createFrom().item(somebody.identity());
        }
        return guesses.settle(routing, text.get(), answer, identities);
    }

    /** While the service is open: who is none is anybody, not less. */
    private static Uni<SecurityIdentity> administrator(String text, IdentityProviderManager identities) {
        return identities
                .authenticate(new BearerRequest(text))
                .map(identity -> identity.hasRole(Scope.ADMIN.label()) ? identity : ANYBODY)
                .onFailure()
                .recoverWithItem(ANYBODY);
    }

    /** Where a credential changes nothing, so none is looked at: what were guarded there would only see nobody. */
    private static boolean isPublic(String path) {
        return path.startsWith("/q/") || path.startsWith("/problems/");
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
