package dev.runlog.access;

/** Prints a fresh key for RUNLOG_ADMIN_KEY. It needs nothing but the JDK. */
public final class NewKey {
    private NewKey() {}

    public static void main(String... args) {
        System.out.println(KeyText.fresh().text());
    }
}
