package dev.runlog.bench;

/**
 * Measures the write path of the packaged service against what the database, its disk and the service's own HTTP allow,
 * taken in the same run. See {@link BenchSettings} for what can be set.
 */
final class WritePathBench {
    private WritePathBench() {}

    public static void main(String... args) throws Exception {
        var report = run(BenchSettings.of(System.getenv()));
        System.out.print(report.table());
        System.out.println("Medians of rounds; \"client\" is the load's own part of the processor time. As JSON: "
                + report.write());
    }

    static Report run(BenchSettings settings) throws Exception {
        try (var stage = Stage.build(settings)) {
            return new Report(settings, new Measures(stage, settings).all());
        }
    }
}
