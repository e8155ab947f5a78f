package dev.runlog.access;

import dev.runlog.access.AccessConfig.Door;
import dev.runlog.platform.Admission;
import dev.runlog.platform.StartupFailure;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Whether the service asks for credentials, which is settled at the start. */
@Singleton
class AccessMode implements Admission {
    private static final Logger LOG = Logger.getLogger("dev.runlog");
    private static final String CREDENTIAL = "-H \"Authorization: Bearer $RUNLOG_ADMIN_KEY\"";
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1", "0:0:0:0:0:0:0:1");

    private final Settings settings;
    private final AdminKey adminKey;
    private final Tokens tokens;
    private final Door containerApi;
    private volatile boolean open;

    /**
     * @param auth {@code on}, {@code off}, or not said
     * @param embedded whether the database is the embedded one
     */
    record Settings(Optional<String> auth, boolean embedded, String host, boolean hasAdminKey, boolean hasTokenKey) {

        /** @throws StartupFailure where who may do what is not said clearly enough to begin */
        boolean open() {
            var said = auth.orElse("");
            return switch (said) {
                case "off" -> true;
                case "on" -> closed("RUNLOG_AUTH is on");
                case "" -> embedded ? openOnLoopback() : closed("A database is given");
                default -> throw new StartupFailure("RUNLOG_AUTH must be on or off, not \"" + said + "\".");
            };
        }

        private boolean openOnLoopback() {
            if (hasAdminKey || hasTokenKey) {
                return closed("");
            }
            if (!LOOPBACK.contains(host)) {
                throw new StartupFailure(
                        "It would listen on " + host + " and ask nobody for a credential. Set"
                                + " RUNLOG_ADMIN_KEY (the README says how to make one), or say RUNLOG_AUTH=off if that is meant.");
            }
            return true;
        }

        private boolean closed(String why) {
            if (!hasAdminKey && !hasTokenKey) {
                throw new StartupFailure(why + ", so credentials are asked for, but there is none to begin with: set"
                        + " RUNLOG_ADMIN_KEY (the README says how to make one) or MP_JWT_VERIFY_PUBLICKEY_LOCATION. Or say"
                        + " RUNLOG_AUTH=off: then whoever reaches the service may read and write everything.");
            }
            return false;
        }
    }

    AccessMode(
            @ConfigProperty(name = "runlog.auth") Optional<String> auth,
            @ConfigProperty(name = "runlog.embedded-database") Optional<String> embedded,
            @ConfigProperty(name = "quarkus.http.host") String host,
            AdminKey adminKey,
            Tokens tokens,
            AccessConfig config) {
        this.settings = new Settings(auth, embedded.isPresent(), host, adminKey.isGiven(), tokens.areConfigured());
        this.adminKey = adminKey;
        this.tokens = tokens;
        this.containerApi = config.containerApi();
    }

    void start(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent event) {
        adminKey.check();
        tokens.check();
        open = settings.open();
        if (open) {
            LOG.info("No credential is asked for: whoever reaches the service may read and write everything"
                    + " (RUNLOG_AUTH=on with RUNLOG_ADMIN_KEY changes that)");
        } else {
            LOG.info("Every call needs a credential, such as " + CREDENTIAL);
        }
    }

    @Override
    public String optionsOfCurl() {
        return open ? "" : " " + CREDENTIAL;
    }

    /** Whether whoever comes may do everything; a key that they make is worth nothing. */
    boolean isOpen() {
        return open;
    }

    /** Whether whoever comes may log as an SDK does, wherever that is not {@link #isOpen} anyway. */
    boolean isOpenToSdks() {
        return containerApi == Door.OPEN;
    }
}
