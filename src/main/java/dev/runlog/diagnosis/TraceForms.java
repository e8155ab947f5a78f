package dev.runlog.diagnosis;

import static dev.runlog.diagnosis.TraceForm.form;

import java.util.List;

/** The forms that are known. */
final class TraceForms {
    private static final String PHP = "^(?:\\[[^\\]]{1,40}\\] )?(?:PHP )?";
    private static final String OF_JAVA = "^\\s+at |^\\s+\\.\\.\\. \\d+ |^\\s*Caused by: |^\\s*Suppressed: ";
    private static final String OF_PROCESS = "(?:Segmentation fault|Bus error|Aborted|Illegal instruction"
            + "|Floating point exception|Killed)(?: \\(core dumped\\))?";

    /** Uncaught exceptions and fatal errors, the more exact form first. */
    static final List<TraceForm> UNCAUGHT = List.of(
            form("PHP", PHP + "Fatal error: +(Uncaught .+)")
                    .with("^Stack trace:|^\\s+thrown in ")
                    .goingOn("^#\\d+ |^\\s+thrown in |^Stack trace:|^Next "),
            form("PHP", PHP + "(?:Fatal|Parse|Core|Compile|Recoverable fatal|Catchable fatal) error: +(.+)")
                    .goingOn("^(?:PHP )?Stack trace:|^(?:PHP )? +\\d+\\. |^#\\d+ "),
            form("PHP", "^ ?In ([\\w.-]+\\.php) line \\d+:$")
                    .goingOn("^\\s*$|^\\s{2,}\\S")
                    .saying("^\\s{2,}(?!\\[)(\\S.*?)\\s*$"),
            form("Python", "^\\s*(?:\\+ Exception Group )?(Traceback \\(most recent call last\\)):")
                    .goingOn("^\\s+\\S|^Traceback |^During handling of |^The above exception ")
                    .closing("^\\S.*")
                    .saying("^(?!Traceback |During handling |The above exception )(\\S.*)$"),
            form("Python", "^  File \"[^\"]+\", line \\d+$")
                    .with("^(?:Syntax|Indentation|Tab)Error: ")
                    .saying("^(\\w+Error: .*)$"),
            form("Python", "^(Fatal Python error: .+)")
                    .goingOn("^\\s+\\S|^Current thread|^Thread 0x|^Extension modules"),
            form("Java", "^Exception in thread \"[^\"]*\" (.+)")
                    .with("^\\s+at ")
                    .goingOn(OF_JAVA),
            form("Java", "^Exception in thread \"[^\"]*\" (.+)"),
            form("Java", "^((?:[a-z_][\\w$]*\\.)+[A-Z][\\w$]*(?::.*)?)$")
                    .with("^\\s+at [\\w.$/@<>-]+\\([^)]*\\)$")
                    .goingOn(OF_JAVA),
            form(
                            "Java",
                            "^Error: ((?:Could not find or load main class|Unable to access jarfile|Unable to initialize main class"
                                    + "|Main method not found in class) .+)")
                    .goingOn("^Caused by: "),
            form("Java", "^(Error occurred during initialization of VM)$")
                    .goingOn("^\\S.*")
                    .saying("^(?!Error occurred)(\\S.*)$"),
            form("Java", "^# (A fatal error has been detected by the Java Runtime.*)")
                    .goingOn("^#"),
            form("Java", "^(Terminating due to java\\.lang\\.OutOfMemoryError.*)"),
            form(".NET", "^Unhandled [Ee]xception[.:] ?(.+)").goingOn("^\\s+\\S|^--- End"),
            form(".NET", "^((?:Fatal error|Process terminated)\\. .+)").goingOn("^\\s+at "),
            form(".NET", "^(You must install or update \\.NET to run this application\\.)$"),
            form(".NET", "^(The application to execute does not exist: .+)$"),
            form("Node", "^(?:Uncaught )?((?:[\\w.$]+)?(?:Error|Exception)(?: \\[\\w+\\])?(?::(?: .*)?)?)$")
                    .with("^\\s+at .+(?::\\d+:\\d+|<anonymous>|native)\\)?(?: \\{)?$")
                    .goingOn("^\\s+\\S|^\\}|^Node\\.js v\\d"),
            form("Node", "^(FATAL ERROR: .+)").goingOn("^-----|^\\s*\\d+: 0x|^$"),
            form("Node", "^(?:\\(node:\\d+\\) )?\\[?(UnhandledPromiseRejection(?:Warning)?: .*)")
                    .goingOn("^\\s+\\S"),
            form("Node", "^Uncaught (.+)").goingOn("^\\s+at "),
            form("Go", "^(panic: .+|fatal error: .+|SIG[A-Z]+: .+)$")
                    .with("^goroutine \\d+ |^\\[signal ")
                    .goingOn(
                            "^goroutine |^\\[signal |^\\s+\\S|^created by |^exit status |^[\\w./*()\\[\\]{}-]+\\(.*\\)$"),
            form("Ruby", "^\\S+:\\d+:in [`'][^']*': (.+)$").goingOn("^\\s+from |^\\s+\\d+: from "),
            form("Ruby", "^(\\S+\\.rb:\\d+: syntax error.*)$"),
            form("Ruby", "^\\S+: (\\[BUG\\] .+)$"),
            form("Rust", "^thread '[^']*' (?:\\(\\d+\\) )?(panicked at .+)$")
                    .goingOn("^note: |^stack backtrace:|^\\s+\\S")
                    .closing("^\\S.*")
                    .saying("^(?!thread '|note: |stack backtrace:)(\\S.*)$"),
            form("C++", "^(terminate called .+)$").goingOn("^\\s+what\\(\\)").saying("what\\(\\): +(.*)$"));

    /** What one line says alone. */
    static final List<TraceForm> LAST_WORDS = List.of(
            form("Perl", "^((?!Use of uninitialized).+ at \\S+\\.p[lm] line \\d+(?:, <\\w+> line \\d+)?\\.)$"),
            form(
                    "shell",
                    "^((?:\\S*/)?(?:ba|da|a|k|z)?sh: \\S+: not found|\\S+: (?:line )?\\d+: .*not found|"
                            + "\\S*: .*command not found(?:: .*)?)$"),
            form("PHP", "^(Could not open input file: .+)$"),
            form("Python", "^(\\S*python[\\d.]*: (?:can't open file .+|No module named .+))$"),
            form("Node", "^(npm (?:ERR!|error) Missing script: .+)$"),
            form("loader", "^(\\S+: error while loading shared libraries: .+)$"),
            form("loader", "^(\\S+: .*version `[^']+' not found \\(required by .+\\))$"),
            form(
                    "C",
                    "^((?:free|malloc|realloc|munmap_chunk|malloc_consolidate)\\(\\): .+|corrupted size vs\\. prev_size.*|double free or corruption \\(\\w+\\)"
                            + "|\\*\\*\\* (?:stack smashing|buffer overflow) detected \\*\\*\\*.*"
                            + "|\\S+: \\S+:\\d+: .+: Assertion `.+' failed\\.)$"),
            form("shell", "^([\\w./-]+: .*(?:No such file or directory|Permission denied|[Ee]xec format error))$"),
            form(
                    "shell",
                    "^(exec:? .*(?:no such file or directory|permission denied|not found in \\$PATH|format error).*)$"),
            form("container", "(OCI runtime \\w+ failed: .+|executable file not found in \\$PATH.*)"),
            form("process", "^(" + OF_PROCESS + ")$"),
            form("process", "^.*: (?:line )?\\d+: +\\d+ (" + OF_PROCESS + ")(?: .*)?$"),
            form(
                    "kernel",
                    "((?:Out of memory: |Memory cgroup out of memory: )?[Kk]illed process \\d+.*|.*oom-kill.*)"));

    private TraceForms() {}
}
