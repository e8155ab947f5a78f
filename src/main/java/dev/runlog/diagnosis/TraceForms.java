package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.TraceForm.form;

import java.util.List;

/** The forms that are known. */
final class TraceForms {
    private static final String PHP = "^(?:\\[[^\\]]{1,40}\\] )?(?:PHP )?";
    private static final String OF_JAVA = "^\\s+at |^\\s+\\.\\.\\. \\d+ |^\\s*Caused by: |^\\s*Suppressed: ";

    private static final String[] ENDS = {
        "Segmentation fault", "Bus error", "Aborted", "Illegal instruction", "Floating point exception", "Killed"
    };

    private static final String OF_PROCESS = "(?:" + String.join("|", ENDS) + ")(?: \\(core dumped\\))?";

    /** Uncaught exceptions and fatal errors, the more exact form first. */
    static final List<TraceForm> UNCAUGHT = List.of(
            form("PHP", PHP + "Fatal error: +(Uncaught .+)")
                    .naming("Uncaught ")
                    .with("^Stack trace:|^\\s+thrown in ")
                    .goingOn("^#\\d+ |^\\s+thrown in |^Stack trace:|^Next "),
            form("PHP", "^(?:\\[[^\\]]{1,40}\\] [\\w-]+\\.[A-Z]+: |\\S{1,40} \\[[a-z]+\\] )(Uncaught .+)")
                    .naming("Uncaught ")
                    .goingOn("^#\\d+ |^\\s+thrown in |^Stack trace:|^\\[stacktrace\\]|^Next "),
            form("PHP", PHP + "(?:Fatal|Parse|Core|Compile|Recoverable fatal|Catchable fatal) error: +(.+)")
                    .naming(" error: ")
                    .goingOn("^(?:PHP )?Stack trace:|^(?:PHP )? +\\d+\\. |^#\\d+ "),
            form("PHP", "^ ?In ([\\w.-]+\\.php) line \\d+:$")
                    .naming(".php line ")
                    .goingOn("^\\s*$|^\\s{2,}\\S")
                    .saying("^\\s{2,}(?!\\[)(\\S.*?)\\s*$"),
            form("Python", "^\\s*(?:\\+ Exception Group )?(Traceback \\(most recent call last\\)):")
                    .naming("Traceback (most recent call last):")
                    .goingOn("^\\s+\\S|^Traceback |^During handling of |^The above exception ")
                    .closing("^\\S.*")
                    .saying("^(?!Traceback |During handling |The above exception )(\\S.*)$"),
            form("Python", "^  File \"[^\"]+\", line \\d+$")
                    .naming("  File \"")
                    .with("^(?:Syntax|Indentation|Tab)Error: ")
                    .saying("^(\\w+Error: .*)$"),
            form("Python", "^(Fatal Python error: .+)")
                    .naming("Fatal Python error: ")
                    .goingOn("^\\s+\\S|^Current thread|^Thread 0x|^Extension modules"),
            form("Java", "^Exception in thread \"[^\"]*\" (.+)")
                    .naming("Exception in thread ")
                    .with("^\\s+at ")
                    .goingOn(OF_JAVA),
            form("Java", "^Exception in thread \"[^\"]*\" (.+)").naming("Exception in thread "),
            form("Java", "^((?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?::.*)?)$")
                    .with("^\\s+at [\\w.$/@<>-]+\\([^)]*\\)$")
                    .goingOn(OF_JAVA),
            form(
                            "Java",
                            "^Error: ((?:Could not find or load main class|Unable to access jarfile|Unable to initialize main class"
                                    + "|Main method not found in class) .+)")
                    .naming(
                            "Error: Could not find or load main class",
                            "Error: Unable to ",
                            "Error: Main method not found")
                    .goingOn("^Caused by: "),
            form("Java", "^(Error occurred during initialization of VM)$")
                    .naming("Error occurred during initialization of VM")
                    .goingOn("^\\S.*")
                    .saying("^(?!Error occurred)(\\S.*)$"),
            form("Java", "^# (A fatal error has been detected by the Java Runtime.*)")
                    .naming("# A fatal error")
                    .goingOn("^#"),
            form("Java", "^(Terminating due to java\\.lang\\.OutOfMemoryError.*)")
                    .naming("Terminating due to "),
            form(".NET", "^Unhandled [Ee]xception[.:] ?(.+)")
                    .naming("Unhandled ")
                    .goingOn("^\\s+\\S|^--- End"),
            form(".NET", "^((?:Fatal error|Process terminated)\\. .+)")
                    .naming("Fatal error. ", "Process terminated. ")
                    .goingOn("^\\s+at "),
            form(".NET", "^(You must install or update \\.NET to run this application\\.)$")
                    .naming("You must install or update .NET"),
            form(".NET", "^(The application to execute does not exist: .+)$").naming("The application to execute"),
            form("Node", "^(?:Uncaught )?((?:[\\w.$]+)?(?:Error|Exception)(?: \\[\\w+\\])?(?::(?: .*)?)?)$")
                    .naming("Error", "Exception")
                    .with("^\\s+at .+(?::\\d+:\\d+|<anonymous>|native)\\)?(?: \\{)?$")
                    .goingOn("^\\s+\\S|^\\}|^Node\\.js v\\d"),
            form("Node", "^(FATAL ERROR: .+)").naming("FATAL ERROR: ").goingOn("^-----|^\\s*\\d+: 0x|^$"),
            form("Node", "^(?:\\(node:\\d+\\) )?\\[?(UnhandledPromiseRejection(?:Warning)?: .*)")
                    .naming("UnhandledPromiseRejection")
                    .goingOn("^\\s+\\S"),
            form("Node", "^Uncaught (.+)").naming("Uncaught ").goingOn("^\\s+at "),
            form("Go", "^(panic: .+|fatal error: .+|SIG[A-Z]+: .+)$")
                    .naming("panic: ", "fatal error: ", "SIG")
                    .with("^goroutine \\d+ |^\\[signal ")
                    .goingOn(
                            "^goroutine |^\\[signal |^\\s+\\S|^created by |^exit status |^[\\w./*()\\[\\]{}-]+\\(.*\\)$"),
            form("Ruby", "^\\S+:\\d+:in [`'][^']*': (.+)$").naming(":in ").goingOn("^\\s+from |^\\s+\\d+: from "),
            form("Ruby", "^(\\S+\\.rb:\\d+: syntax error.*)$").naming(": syntax error"),
            form("Ruby", "^\\S+: (\\[BUG\\] .+)$").naming("[BUG] "),
            form("Rust", "^thread '[^']*' (?:\\(\\d+\\) )?(panicked at .+)$")
                    .naming("panicked at ")
                    .goingOn("^note: |^stack backtrace:|^\\s+\\S")
                    .closing("^\\S.*")
                    .saying("^(?!thread '|note: |stack backtrace:)(\\S.*)$"),
            form("C++", "^(terminate called .+)$")
                    .naming("terminate called ")
                    .goingOn("^\\s+what\\(\\)")
                    .saying("what\\(\\): +(.*)$"));

    /** What one line says alone. */
    static final List<TraceForm> LAST_WORDS = List.of(
            form("Perl", "^((?!Use of uninitialized).+ at \\S+\\.p[lm] line \\d+(?:, <\\w+> line \\d+)?\\.)$")
                    .naming(".pl line ", ".pm line "),
            form(
                            "shell",
                            "^((?:\\S*/)?(?:ba|da|a|k|z)?sh: \\S+: not found|\\S+: (?:line )?\\d+: .*not found|"
                                    + "\\S*: .*command not found(?:: .*)?)$")
                    .naming("not found"),
            form("PHP", "^(Could not open input file: .+)$").naming("Could not open input file: "),
            form("Python", "^(\\S*python[\\d.]*: (?:can't open file .+|No module named .+))$")
                    .naming("python"),
            form("Node", "^(npm (?:ERR!|error) Missing script: .+)$").naming(" Missing script: "),
            form("loader", "^(\\S+: error while loading shared libraries: .+)$")
                    .naming(": error while loading shared libraries: "),
            form("loader", "^(\\S+: .*version `[^']+' not found \\(required by .+\\))$")
                    .naming("' not found (required by "),
            form(
                            "C",
                            "^((?:free|malloc|realloc|munmap_chunk|malloc_consolidate)\\(\\): .+|corrupted size vs\\. prev_size.*|double free or corruption \\(\\w+\\)"
                                    + "|\\*\\*\\* (?:stack smashing|buffer overflow) detected \\*\\*\\*.*"
                                    + "|\\S+: \\S+:\\d+: .+: Assertion `.+' failed\\.)$")
                    .naming("(): ", "corrupt", "*** ", "Assertion `"),
            form("shell", "^([\\w./-]+: .*(?:No such file or directory|Permission denied|[Ee]xec format error))$")
                    .naming("No such file or directory", "Permission denied", "xec format error"),
            form(
                            "shell",
                            "^(exec:? .*(?:no such file or directory|permission denied|not found in \\$PATH|format error).*)$")
                    .naming("exec"),
            form("container", "(OCI runtime \\w+ failed: .+|executable file not found in \\$PATH.*)")
                    .naming("OCI runtime ", "executable file not found in $PATH"),
            form("process", "^(" + OF_PROCESS + ")$").naming(ENDS),
            form("process", "^.*: (?:line )?\\d+: +\\d+ (" + OF_PROCESS + ")(?: .*)?$")
                    .naming(ENDS),
            form("kernel", "((?:Out of memory: |Memory cgroup out of memory: )?[Kk]illed process \\d+.*|.*oom-kill.*)")
                    .naming("illed process ", "oom-kill"));

    private TraceForms() {}
}
