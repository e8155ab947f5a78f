package dev.runlog.access;

import dev.runlog.page.Permission;
import dev.runlog.platform.AnswerEnd;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.Problems;
import dev.runlog.problem.Refusal;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;

/** What the credential of the present request reaches. Nothing, where there is no request. */
@ApplicationScoped
public class Access implements Permission {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(15);

    private final CurrentIdentityAssociation identities;
    private final Bearers bearers;
    private final AccessMode mode;

    Access(CurrentIdentityAssociation identities, Bearers bearers, AccessMode mode) {
        this.identities = identities;
        this.bearers = bearers;
        this.mode = mode;
    }

    /** Whether the present request is allowed only because nobody is asked for a credential. */
    boolean isAnybody() {
        return identities.getIdentity().getPrincipal() == Credential.ANYBODY;
    }

    /** Tells the credential of the present request from others; to be asked on the request's own thread. */
    public String caller() {
        return identities.getIdentity().getPrincipal().getName();
    }

    /** To be asked on a request's own thread, before anything is read or written for it. */
    public Sight sight() {
        if (identities.getIdentity().getPrincipal() instanceof Credential credential) {
            return credential.sight();
        }
        throw Problems.unauthorized(false);
    }

    /** Why a request may not come in that needs a scope; for those that decide before the resource does. */
    public static Optional<Refusal> refusal(RoutingContext routing, String scope) {
        if (!(routing.user() instanceof QuarkusHttpUser user)) {
            return Optional.of(Problems.unauthorized(false));
        }
        var identity = user.getSecurityIdentity();
        if (identity.hasRole(scope)) {
            return Optional.empty();
        }
        return Optional.of(identity.isAnonymous() ? Problems.unauthorized(false) : Problems.forbidden());
    }

    /** 403 for a write to what lies outside of the credential's limits. */
    public static Refusal outside() {
        return new Refusal(ProblemCode.FORBIDDEN, "The credential does not reach what this would write to.");
    }

    /** Closes a long answer soon after its credential is revoked or has expired, if that can be told at present. */
    @Override
    public void whileAllowed(RoutingContext routing, Runnable close) {
        if (!mode.isOpen()) {
            BearerMechanism.textOf(routing).ifPresent(text -> whileKnown(text, routing, close));
        }
    }

    private void whileKnown(String text, RoutingContext routing, Runnable close) {
        var vertx = routing.vertx();
        var loop = vertx.getOrCreateContext();
        var looking = vertx.setPeriodic(
                BETWEEN_LOOKS.toMillis(),
                look -> bearers.find(text).thenAccept(answer -> {
                    if (answer instanceof Bearers.Answer.Nobody) {
                        loop.runOnContext(over -> closeUnlessEnded(routing, close));
                    }
                }));
        AnswerEnd.of(routing, () -> vertx.cancelTimer(looking));
    }

    /** The connection may have gone on to another request, even of another caller behind the same proxy. */
    private static void closeUnlessEnded(RoutingContext routing, Runnable close) {
        if (!routing.response().ended() && !routing.response().closed()) {
            close.run();
        }
    }
}
