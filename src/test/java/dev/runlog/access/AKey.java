package dev.runlog.access;

/** Keys for services of their own. */
public final class AKey {
    private AKey() {}

    /** One that can be a service's RUNLOG_ADMIN_KEY. */
    public static String fresh() {
        return KeyText.fresh().text();
    }
}
