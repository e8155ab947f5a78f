package dev.runlog.access;

import dev.runlog.access.BearerIdentities.NotLookedUp;
import dev.runlog.access.Bearers.Answer;
import dev.runlog.platform.Caller;
import dev.runlog.problem.ProblemCode;
import dev.runlog.problem.ProblemRoutes;
import dev.runlog.problem.Refusal;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Settles credentials that are not known to be good, and bounds how often one address may come with one that is nobody's: to
 * look it up costs a query, or the check of a signature. A good one costs nothing, however many come at once; one that was
 * good lately is looked up even where the quota is spent, so that a neighbour who guesses does not shut it out.
 */
@Startup
@Singleton
class Guesses {
    /** Of one address, beside those that were good lately: half of what may wait. */
    private static final int MOST_AT_ONCE = 500;

    private final Bearers bearers;
    private final ProblemRoutes problems;
    private final Optional<Quota> quota;
    private final Map<String, Integer> underWay = new ConcurrentHashMap<>();

    Guesses(RateLimitConfig config, Bearers bearers, ProblemRoutes problems) {
        this.quota = Quota.of("refused", config.refused(), config);
        this.bearers = bearers;
        this.problems = problems;
    }

    /**
     * @param answer what {@link Bearers#ask} said of the text: nobody's, or not known
     * @return fails with an {@link AuthenticationFailedException} where it is nobody's, and where that has been answered
     */
    Uni<SecurityIdentity> settle(
            RoutingContext routing, String text, Answer answer, IdentityProviderManager identities) {
        var guess = new Guess(quota, Caller.addressOf(routing), bearers.wasGoodLately(text));
        return answer instanceof Answer.Nobody
                ? refused(routing, guess)
                : lookedUp(routing, new BearerRequest(text, guess), identities);
    }

    private Uni<SecurityIdentity> lookedUp(
            RoutingContext routing, BearerRequest request, IdentityProviderManager identities) {
        var guess = request.guess();
        var spent = guess.spent();
        if (spent.isPresent()) {
            return tooMany(routing, spent.get());
        }
        if (!begins(guess)) {
            return answered(routing, tooManyAtOnce());
        }
        return identities
                .authenticate(request)
                .onTermination()
                .invoke(() -> ends(guess))
                .onFailure()
                .recoverWithUni(failure -> unproven(routing, request, identities, failure));
    }

    private Uni<SecurityIdentity> unproven(
            RoutingContext routing, BearerRequest request, IdentityProviderManager identities, Throwable failure) {
        if (failure instanceof NotLookedUp) {
            return lookedUp(routing, request, identities);
        }
        return failure instanceof AuthenticationFailedException
                ? refused(routing, request.guess())
                : Uni.createFrom().failure(failure);
    }

    private boolean begins(Guess guess) {
        if (guess.isBounded() && underWay.merge(guess.address(), 1, Integer::sum) > MOST_AT_ONCE) {
            ends(guess);
            return false;
        }
        return true;
    }

    private void ends(Guess guess) {
        if (guess.isBounded()) {
            underWay.computeIfPresent(guess.address(), (address, count) -> count == 1 ? null : count - 1);
        }
    }

    private Uni<SecurityIdentity> refused(RoutingContext routing, Guess guess) {
        var charged = guess.charge();
        if (charged.isPresent() && !charged.get().isConsumed()) {
            return tooMany(routing, charged.get());
        }
        charged.ifPresent(probe -> quota.orElseThrow().tell(routing.response(), probe));
        return Uni.createFrom().failure(BearerIdentities.refused());
    }

    private Uni<SecurityIdentity> tooMany(RoutingContext routing, ConsumptionProbe spent) {
        var bound = quota.orElseThrow();
        bound.tell(routing.response(), spent);
        return answered(routing, bound.tooMany(spent));
    }

    private static Refusal tooManyAtOnce() {
        return new Refusal(
                ProblemCode.TOO_MANY_REQUESTS,
                "More than " + MOST_AT_ONCE + " credentials of this address are being looked up.",
                List.of(),
                Map.of("Retry-After", "1"));
    }

    private Uni<SecurityIdentity> answered(RoutingContext routing, Refusal refusal) {
        problems.answerUnread(routing, refusal);
        return Uni.createFrom().failure(BearerIdentities.refused());
    }
}
