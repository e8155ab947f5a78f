package dev.runlog.platform;

/** What whoever calls has to bring, which is settled once the service is up. */
public interface Admission {

    /** What curl has to be told for it, a space before it; empty where nothing is asked for. */
    String optionsOfCurl();
}
