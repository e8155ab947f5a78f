package dev.runlog.access;

import dev.runlog.platform.Caller;
import dev.runlog.problem.Refusal;
import io.github.bucket4j.ConsumptionProbe;
import io.quarkus.runtime.Startup;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Bounds how often one address may come with a credential that is nobody's: to look up one costs a query, or the check of
 * a signature. One that is known needs no turn, so that who has a good one is not shut out by a neighbour who guesses.
 */
@Startup
@Singleton
class Guesses {
    private final Optional<Quota> quota;

    Guesses(RateLimitConfig config) {
        this.quota = Quota.of("refused", config.refused(), config);
    }

    /** One credential that is not known to be good; it counts unless it is {@link #wasGood}. */
    final class Guess {
        private final RoutingContext routing;
        private final Optional<ConsumptionProbe> taken;

        private Guess(RoutingContext routing) {
            this.routing = routing;
            this.taken = quota.map(bound -> bound.take(Caller.addressOf(routing)));
        }

        /** 429 where the address has had its share: it is not to be looked up then. */
        Optional<Refusal> refusal() {
            return taken.filter(probe -> !probe.isConsumed())
                    .map(probe -> quota.orElseThrow().tooMany(probe));
        }

        void wasGood() {
            quota.ifPresent(bound -> bound.giveBack(Caller.addressOf(routing)));
        }

        /** Says to who is refused how many are left. */
        void tell() {
            taken.ifPresent(probe -> quota.orElseThrow().tell(routing.response(), probe));
        }
    }

    Guess take(RoutingContext routing) {
        return new Guess(routing);
    }
}
