package dev.runlog.run;

/** A run beside all that is counted of it, for those who look closer than a list does. */
public record CloseUp(Run run, Failure.Evidence counts) {}
