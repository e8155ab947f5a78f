package dev.runlog.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What of an entry is replaced before it is stored. */
@ConfigMapping(prefix = "runlog.redaction")
interface RedactionConfig {

    /** Whether credentials are replaced by {@code ***}. */
    @WithDefault("true")
    boolean enabled();

    /** More names, of three letters or more, whose values are secret; in any case, {@code -} and {@code _} alike. */
    Optional<Set<String>> names();

    /** Regular expressions in RE2's syntax; what they match is replaced too. */
    Optional<List<String>> patterns();
}
