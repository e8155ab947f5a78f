package dev.runlog.bench;

import java.time.Duration;
import java.util.Optional;

/** Processor time of the three that share the machine. */
record CpuTime(Duration client, Duration service, Duration database) {

    static Duration of(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Of a server and what it has started that still runs. */
    static Duration ofTree(Optional<ProcessHandle> server) {
        return server.map(root -> root.descendants().map(CpuTime::of).reduce(of(root), Duration::plus))
                .orElse(Duration.ZERO);
    }

    CpuTime since(CpuTime earlier) {
        return new CpuTime(
                client.minus(earlier.client), service.minus(earlier.service), database.minus(earlier.database));
    }

    /** The client's part of it all, 0 to 1. */
    double clientShare() {
        return (double) client.toMillis()
                / Math.max(1, client.plus(service).plus(database).toMillis());
    }
}
