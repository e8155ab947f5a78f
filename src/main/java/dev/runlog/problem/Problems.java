package dev.runlog.problem;

import dev.runlog.problem.Problem.Fault;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.transaction.RollbackException;
import jakarta.ws.rs.WebApplicationException;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.postgresql.util.PSQLException;

/** Says for anything that was thrown which refusal it is. What the service did not foresee is logged, never shown. */
public final class Problems {
    private static final Logger LOG = Logger.getLogger(Problems.class);
    private static final int RETRY_AFTER_SECONDS = 2;
    private static final int MOST_CAUSES = 8;

    private static final String CHALLENGE = "Bearer realm=\"runlog\"";
    private static final String NO_ANSWER = "The database does not answer at present.";

    private Problems() {}

    /** The refusal that {@code thrown} amounts to; never null. */
    public static Refusal refusalOf(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (cause instanceof WebApplicationException raised) {
                return raisedByTheFramework(raised);
            }
            if (cause instanceof AuthenticationFailedException) {
                return unauthorized(true);
            }
            if (cause instanceof UnauthorizedException) {
                return unauthorized(false);
            }
            if (cause instanceof ForbiddenException) {
                return forbidden();
            }
            if (cause instanceof RollbackException) {
                LOG.warn("The database did not commit");
                return unavailable(NO_ANSWER);
            }
            if (cause instanceof IOException) {
                LOG.debug("A client went away before its answer was whole");
                return new Refusal(ProblemCode.INTERNAL, ProblemCode.INTERNAL.explanation());
            }
            if (cause instanceof SQLException sql && isPassing(sql)) {
                LOG.warnf(
                        "The database did not do it: %s (SQLSTATE %s)",
                        sql.getClass().getSimpleName(), sql.getSQLState());
                return unavailable(NO_ANSWER);
            }
            if (cause instanceof SQLException sql) {
                LOG.error("A request failed in the database in a way that was not foreseen", withoutPayload(sql));
                return new Refusal(ProblemCode.INTERNAL, ProblemCode.INTERNAL.explanation());
            }
        }
        LOG.error("A request failed in a way that was not foreseen", withoutPayload(thrown));
        return new Refusal(ProblemCode.INTERNAL, ProblemCode.INTERNAL.explanation());
    }

    /**
     * What was thrown and where, but not its message: the database's quote rows and whole batches, a parser's what it
     * could not parse, and none of that belongs in the service's log.
     */
    private static Throwable withoutPayload(Throwable thrown) {
        return withoutPayload(thrown, MOST_CAUSES);
    }

    private static Throwable withoutPayload(Throwable thrown, int causes) {
        var state = thrown instanceof SQLException sql ? ", SQLSTATE " + sql.getSQLState() : "";
        var shown = new IllegalStateException(thrown.getClass().getName() + state);
        shown.setStackTrace(thrown.getStackTrace());
        if (thrown.getCause() != null && causes > 0) {
            shown.initCause(withoutPayload(thrown.getCause(), causes - 1));
        }
        return shown;
    }

    /**
     * 400 that names parameters which nobody asked for, and those that are known.
     *
     * @param others what else is wrong
     */
    public static Refusal unknownParameters(Set<String> names, Set<String> known, List<Fault> others) {
        return new Refusal(
                ProblemCode.UNKNOWN_PARAMETER,
                "Not known here: " + String.join(", ", names) + ". Known: "
                        + (known.isEmpty() ? "none" : String.join(", ", known)) + ".",
                Stream.concat(
                                names.stream().map(name -> Fault.ofParameter(name, "is not known here.")),
                                others.stream())
                        .toList());
    }

    /** 503: nothing of the request is promised, and it may be repeated. */
    public static Refusal unavailable(String detail) {
        return retryLater(ProblemCode.UNAVAILABLE, detail);
    }

    private static Refusal retryLater(ProblemCode code, String detail) {
        return new Refusal(code, detail, List.of(), Map.of("Retry-After", Integer.toString(RETRY_AFTER_SECONDS)));
    }

    private static Refusal raisedByTheFramework(WebApplicationException raised) {
        var code = ProblemCode.ofStatus(raised.getResponse().getStatus());
        if (code == ProblemCode.INTERNAL) {
            LOG.error("The framework gave up on a request", withoutPayload(raised));
        }
        var allow = raised.getResponse().getHeaderString("Allow");
        var headers = allow == null ? Map.<String, String>of() : Map.of("Allow", allow);
        return new Refusal(code, code.explanation(), List.of(), headers);
    }

    /** Whether the failure is the database's present state (SQLSTATE classes 08, 53, 57 and lock waits), not ours. */
    public static boolean isPassing(SQLException sql) {
        var state = sql.getSQLState();
        if (state == null || sql instanceof SQLTransientException || sql instanceof SQLRecoverableException) {
            return true; // the pool's own failures carry no SQLSTATE
        }
        return (state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("40")
                || state.startsWith("58")
                || state.equals("55P03")
                || state.equals("25006")
                || isWithoutPartition(sql));
    }

    /**
     * Whether a row's partition is not there: it has yet to be made, or it was dropped and this instance learns of that
     * within a minute. The SQLSTATE is that of any check.
     */
    private static boolean isWithoutPartition(SQLException sql) {
        return sql instanceof PSQLException failure
                && failure.getServerErrorMessage() != null
                && "ExecFindPartition".equals(failure.getServerErrorMessage().getRoutine());
    }

    /** Whether the database itself cannot be reached or used now, so that trying again at once is of no use. */
    public static boolean isUnreachable(SQLException sql) {
        var state = sql.getSQLState();
        return state == null || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53");
    }

    /** Whether it is the connection that has ended; a new one may be better. */
    public static boolean isConnectionLost(SQLException sql) {
        var state = sql.getSQLState();
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }

    /** 401 with a challenge (RFC 6750, section 3). */
    public static Refusal unauthorized(boolean sent) {
        var detail = sent ? "The credential is not known, has expired or was revoked." : "Send a valid credential.";
        return refused(ProblemCode.UNAUTHORIZED, detail, challenge(sent));
    }

    /** @param sent whether a credential was sent, which is worth nothing */
    public static String challenge(boolean sent) {
        return sent ? CHALLENGE + ", error=\"invalid_token\"" : CHALLENGE;
    }

    /** 403 for a credential without the scope. */
    public static Refusal forbidden() {
        return refused(
                ProblemCode.FORBIDDEN,
                "The credential lacks the scope that this call needs.",
                CHALLENGE + ", error=\"insufficient_scope\"");
    }

    private static Refusal refused(ProblemCode code, String detail, String challenge) {
        return new Refusal(code, detail, List.of(), Map.of("WWW-Authenticate", challenge));
    }

    /** 410: the run is known, but not any more what it said. */
    public static Refusal logsExpired() {
        return new Refusal(ProblemCode.LOGS_EXPIRED, ProblemCode.LOGS_EXPIRED.explanation());
    }

    /** 503 for a read that went past its time budget. */
    public static Refusal queryTooSlow() {
        return retryLater(ProblemCode.QUERY_TOO_SLOW, ProblemCode.QUERY_TOO_SLOW.explanation());
    }
}
