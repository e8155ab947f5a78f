package dev.runlog.run;

/** How many log entries a run has, kept as they arrive. */
public record LogCounts(long total, ByLevel byLevel) {

    /** One number for each severity of syslog. */
    public record ByLevel(
            long emergency, long alert, long critical, long error, long warning, long notice, long info, long debug) {

        /** @param byNumber one for each severity, by its number */
        public static ByLevel of(long[] byNumber) {
            return new ByLevel(
                    byNumber[0],
                    byNumber[1],
                    byNumber[2],
                    byNumber[3],
                    byNumber[4],
                    byNumber[5],
                    byNumber[6],
                    byNumber[7]);
        }
    }

    public static LogCounts of(ByLevel levels) {
        var severe = levels.emergency + levels.alert + levels.critical + levels.error;
        return new LogCounts(severe + levels.warning + levels.notice + levels.info + levels.debug, levels);
    }

    /** Entries of the levels 0 to 3. */
    public long errorsOrWorse() {
        return byLevel.emergency + byLevel.alert + byLevel.critical + byLevel.error;
    }
}
