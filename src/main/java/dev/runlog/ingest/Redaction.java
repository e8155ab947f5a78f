package dev.runlog.ingest;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.runlog.platform.StartupFailure;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Replaces credentials in what is about to be stored, and counts them. */
@Startup
@ApplicationScoped
class Redaction {
    static final String MASK = "***";

    private final boolean enabled;
    private final SecretNames names;
    private final List<Pattern> patterns;
    private final Map<SecretKind, Counter> counters = new EnumMap<>(SecretKind.class);
    private final Consumer<SecretKind> count = kind -> counters.get(kind).increment();

    Redaction(RedactionConfig config, MeterRegistry meters) {
        enabled = config.enabled();
        names = new SecretNames(config.names().orElse(Set.of()));
        patterns = config.patterns().orElse(List.of()).stream()
                .map(Redaction::compiled)
                .toList();
        for (var kind : SecretKind.values()) {
            counters.put(
                    kind,
                    Counter.builder("runlog.redactions")
                            .description("Credentials replaced before they were stored")
                            .tag("kind", kind.label())
                            .register(meters));
        }
    }

    private static Pattern compiled(String pattern) {
        try {
            var compiled = Pattern.compile(pattern);
            if (compiled.matcher("").find()) {
                throw new StartupFailure(
                        "runlog.redaction.patterns: \"" + pattern + "\" matches where there is nothing.");
            }
            return compiled;
        } catch (PatternSyntaxException wrong) {
            throw new StartupFailure("runlog.redaction.patterns: \"" + pattern + "\" is no pattern of RE2: "
                    + wrong.getDescription() + ".");
        }
    }

    /** The text without credentials: the same object where there are none. */
    String text(String text) {
        if (!enabled) {
            return text;
        }
        var scanned = SecretScan.redacted(text, names, count);
        for (var pattern : patterns) {
            scanned = replaced(scanned, pattern);
        }
        return scanned;
    }

    String textOrNull(String text) {
        return text == null ? null : text(text);
    }

    /** Whether the values of this name are secret. */
    boolean isSecret(String name) {
        return enabled && names.mayEnd(name, name.length()) && names.secret(name, 0, name.length()) != null;
    }

    /** What stands for the value of a secret name. */
    String maskNamed() {
        count.accept(SecretKind.NAMED);
        return MASK;
    }

    private String replaced(String text, Pattern pattern) {
        var matcher = pattern.matcher(text);
        if (!matcher.find()) {
            return text;
        }
        var kept = new StringBuilder(text.length());
        int copied = 0;
        do {
            if (!isMask(text, matcher.start(), matcher.end())) {
                kept.append(text, copied, matcher.start()).append(MASK);
                copied = matcher.end();
                count.accept(SecretKind.PATTERN);
            }
        } while (matcher.find());
        return kept.append(text, copied, text.length()).toString();
    }

    private static boolean isMask(String text, int from, int to) {
        return to - from == MASK.length() && text.startsWith(MASK, from);
    }
}
