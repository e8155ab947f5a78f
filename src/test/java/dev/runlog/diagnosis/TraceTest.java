package dev.runlog.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.RealInput;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            java.stderr                 | Java      | java.lang.IllegalStateException: row 7 cannot be stored        | 9
            node.stderr                 | Node      | TypeError: Cannot read properties of null (reading 'name')     | 6
            node-memory.stderr          | Node      | FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory | 13
            perl.stderr                 | Perl      | cannot open feed.csv: No such file or directory at load.pl line 4. | 1
            php-memory.stdout           | PHP       | Allowed memory size of 8388608 bytes exhausted (tried to allocate 2097152 bytes) in /app/oom.php on line 5 | 1
            php-type-error.stderr       | PHP       | Uncaught TypeError: strlen(): Argument #1 ($string) must be of type string, null given in /app/import.php:4 | 6
            python.stderr               | Python    | FeedError: item 2 has no price                                 | 16
            python-memory.stderr        | Python    | MemoryError                                                    | 3
            ruby.stderr                 | Ruby      | 859: unexpected token at '{"sku": ' (JSON::ParserError)        | 4
            shell-not-executable.stderr | shell     | sh: 1: ./import.php: Permission denied                         | 1
            shell-not-found.stderr      | shell     | sh: 1: connector-export: not found                             | 1
            """, quoteCharacter = '\0')
    void real_programs_say_why_they_fail(String file, String runtime, String headline, int lines) {
        var trace = Trace.lastIn(lines(file)).orElseThrow();

        assertThat(trace.runtime()).isEqualTo(runtime);
        assertThat(trace.headline()).isEqualTo(headline);
        assertThat(trace.lines()).hasSize(lines);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.stdout",
                "node.stdout",
                "perl.stdout",
                "php-type-error.stdout",
                "python.stdout",
                "killed.stdout",
                "segfault.stdout",
                "term.stdout"
            })
    void what_real_programs_say_before_is_no_failure(String file) {
        assertThat(Trace.lastIn(lines(file))).isEmpty();
    }

    private static List<String> lines(String file) {
        return RealInput.text("output/" + file).lines().toList();
    }

    static Stream<Arguments> shapes() {
        return Stream.of(
                shape("PHP", "Uncaught Exception: a", """
                        PHP Fatal error:  Uncaught Exception: a
                        second line of the message

                         in /app/a.php:3
                        Stack trace:
                        #0 /app/a.php(9): f()
                        #1 {main}

                        Next RuntimeException: b in /app/a.php:5
                        Stack trace:
                        #0 {main}
                          thrown in /app/a.php on line 5"""),
                shape("PHP", "Uncaught RuntimeException: x in /app/import.php:3", """
                        [2026-11-23 12:00:00] prod.ERROR: Uncaught RuntimeException: x in /app/import.php:3
                        Stack trace:
                        #0 {main}
                        """),
                shape("PHP", "Uncaught Error: Call to undefined function f()", """
                        2026-11-23T12:00:00+00:00 [critical] Uncaught Error: Call to undefined function f()
                        """),
                shape("PHP", "syntax error, unexpected token \"}\" in /app/a.php on line 7", """
                        [23-Nov-2026 12:00:00 UTC] PHP Parse error:  syntax error, unexpected token "}" in /app/a.php on line 7"""),
                shape("PHP", "Feed cannot be read", """
                        In Feed.php line 12:

                          Feed cannot be read
                        """.stripTrailing()),
                shape("Python", "RuntimeError: b", """
                        Traceback (most recent call last):
                          File "a.py", line 1, in f
                            x()
                        ValueError: a

                        During handling of the above exception, another exception occurred:

                        Traceback (most recent call last):
                          File "a.py", line 3, in <module>
                            f()
                        RuntimeError: b"""),
                shape("Python", "SyntaxError: invalid syntax", """
                          File "a.py", line 1
                            def
                               ^
                        SyntaxError: invalid syntax"""),
                shape("Python", "Fatal Python error: Segmentation fault", """
                        Fatal Python error: Segmentation fault

                        Current thread 0x00007f (most recent call first):
                          File "a.py", line 3 in <module>"""),
                shape("Java", "java.lang.RuntimeException: a", """
                        java.lang.RuntimeException: a
                        of two lines
                        \tat com.example.A.f(A.java:3)
                        \tat com.example.A.main(A.java:9)
                        Caused by: java.io.IOException: disk full
                        \t... 2 more"""),
                shape("Java", "java.lang.OutOfMemoryError: Java heap space", """
                        Exception in thread "main" java.lang.OutOfMemoryError: Java heap space"""),
                shape("Java", "Terminating due to java.lang.OutOfMemoryError: Java heap space", """
                        Terminating due to java.lang.OutOfMemoryError: Java heap space"""),
                shape("Go", "panic: runtime error: index out of range [5] with length 3", """
                        panic: runtime error: index out of range [5] with length 3

                        goroutine 1 [running]:
                        main.main()
                        \t/app/main.go:8 +0x1d
                        exit status 2"""),
                shape("Go", "fatal error: all goroutines are asleep - deadlock!", """
                        fatal error: all goroutines are asleep - deadlock!

                        goroutine 1 [chan receive]:
                        main.main()
                        \t/app/main.go:5 +0x2f"""),
                shape("Go", "panic: runtime error: invalid memory address or nil pointer dereference", """
                        panic: runtime error: invalid memory address or nil pointer dereference
                        [signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x45]

                        goroutine 1 [running]:
                        main.(*Feed).Read(0x0)
                        \t/app/feed.go:12 +0x1"""),
                shape(".NET", "System.InvalidOperationException: Feed is empty", """
                        Unhandled exception. System.InvalidOperationException: Feed is empty
                         ---> System.FormatException: bad
                           at App.Feed.Parse(String s) in /app/Feed.cs:line 10
                           --- End of inner exception stack trace ---
                           at App.Program.Main() in /app/Program.cs:line 5"""),
                shape("Node", "Error: Cannot find module 'left-pad'", """
                        Error: Cannot find module 'left-pad'
                        Require stack:
                        - /app/index.js
                            at Module._resolveFilename (node:internal/modules/cjs/loader:1143:15)
                            at node:internal/main/run_main_module:28:49 {
                          code: 'MODULE_NOT_FOUND',
                          requireStack: [ '/app/index.js' ]
                        }

                        Node.js v20.20.2"""),
                shape(
                        "Node",
                        "UnhandledPromiseRejection: This error originated either by throwing inside of an async function]",
                        """
                        [UnhandledPromiseRejection: This error originated either by throwing inside of an async function]"""),
                shape("Ruby", "undefined method `name' for nil (NoMethodError)", """
                        app.rb:3:in `upload': undefined method `name' for nil (NoMethodError)
                        \tfrom app.rb:7:in `<main>'"""),
                shape("Rust", "called `Option::unwrap()` on a `None` value", """
                        thread 'main' panicked at src/main.rs:2:5:
                        called `Option::unwrap()` on a `None` value
                        note: run with `RUST_BACKTRACE=1` environment variable to display a backtrace"""),
                shape("C++", "vector::_M_range_check", """
                        terminate called after throwing an instance of 'std::out_of_range'
                          what():  vector::_M_range_check"""),
                shape("shell", "/entrypoint.sh: line 3: connector: command not found", """
                        /entrypoint.sh: line 3: connector: command not found"""),
                shape("shell", "env: 'node': No such file or directory", """
                        env: 'node': No such file or directory"""),
                shape("shell", "exec /entrypoint.sh: exec format error", """
                        exec /entrypoint.sh: exec format error"""),
                shape("container", "executable file not found in $PATH: unknown.", """
                        docker: Error response from daemon: "x": executable file not found in $PATH: unknown."""),
                shape("process", "Segmentation fault (core dumped)", """
                        /run.sh: line 4:    12 Segmentation fault (core dumped) ./native"""),
                shape("shell", "sh: connector-export: not found", """
                        sh: connector-export: not found"""),
                shape("Java", "Could not find or load main class com.example.Main", """
                        Error: Could not find or load main class com.example.Main
                        Caused by: java.lang.ClassNotFoundException: com.example.Main"""),
                shape("Java", "Unable to access jarfile connector.jar", """
                        Error: Unable to access jarfile connector.jar"""),
                shape("Java", "Could not reserve enough space for 4194304KB object heap", """
                        Error occurred during initialization of VM
                        Could not reserve enough space for 4194304KB object heap"""),
                shape("Java", "java.util.ConcurrentModificationException", """
                        Exception in thread "pool-1-thread-2" java.util.ConcurrentModificationException
                        \tat java.base/java.util.ArrayList$Itr.next(ArrayList.java:967)
                        \tat com.example.Feed.lambda$run$0(Feed.java:31)
                        \tSuppressed: java.io.IOException: closed
                        \t\tat com.example.Feed.close(Feed.java:40)"""),
                shape("Python", "ModuleNotFoundError: No module named 'requests'", """
                        Traceback (most recent call last):
                          File "/app/main.py", line 1, in <module>
                            import requests
                        ModuleNotFoundError: No module named 'requests'"""),
                shape("Python", "KeyboardInterrupt", """
                        Traceback (most recent call last):
                          File "/app/main.py", line 9, in <module>
                            time.sleep(60)
                        KeyboardInterrupt"""),
                shape("Python", "python3: can't open file '/app/main.py': [Errno 2] No such file or directory", """
                        python3: can't open file '/app/main.py': [Errno 2] No such file or directory"""),
                shape("Python", "/usr/bin/python3: No module named connector", """
                        /usr/bin/python3: No module named connector"""),
                shape("PHP", "Could not open input file: bin/console", """
                        Could not open input file: bin/console"""),
                shape(
                        "PHP",
                        "Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /app/vendor/x.php on line 81",
                        """
                        PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes) in /app/vendor/x.php on line 81
                        PHP Stack trace:
                        PHP   1. {main}() /app/run.php:0
                        PHP   2. App\\Feed->read() /app/run.php:12"""),
                shape("Node", "npm error Missing script: \"start\"", """
                        npm error Missing script: "start\""""),
                shape("Node", "AggregateError [ECONNREFUSED]:", """
                        AggregateError [ECONNREFUSED]:
                            at internalConnectMultiple (node:net:1118:18)
                            at afterConnectMultiple (node:net:1685:7) {
                          code: 'ECONNREFUSED',
                          [errors]: [
                            Error: connect ECONNREFUSED ::1:5432
                                at createConnectionError (node:net:1648:14)
                          ]
                        }"""),
                shape(".NET", "You must install or update .NET to run this application.", """
                        You must install or update .NET to run this application."""),
                shape(".NET", "The application to execute does not exist: '/app/App.dll'.", """
                        The application to execute does not exist: '/app/App.dll'."""),
                shape("Go", "fatal error: concurrent map writes", """
                        fatal error: concurrent map writes

                        goroutine 18 [running]:
                        main.main.func1()
                        \t/app/main.go:11 +0x45
                        created by main.main in goroutine 1
                        \t/app/main.go:9 +0x5c"""),
                shape(
                        "loader",
                        "./native: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory",
                        """
                        ./native: error while loading shared libraries: libpq.so.5: cannot open shared object file: No such file or directory"""),
                shape(
                        "loader",
                        "./native: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by ./native)",
                        """
                        ./native: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by ./native)"""),
                shape("C", "double free or corruption (out)", """
                        double free or corruption (out)"""),
                shape("C", "*** stack smashing detected ***: terminated", """
                        *** stack smashing detected ***: terminated"""),
                shape("C", "native: feed.c:12: read_feed: Assertion `rows > 0' failed.", """
                        native: feed.c:12: read_feed: Assertion `rows > 0' failed."""),
                shape("process", "Killed", "Killed"),
                shape("kernel", "Out of memory: Killed process 4711 (php)", """
                        [123.4] Out of memory: Killed process 4711 (php)"""));
    }

    private static Arguments shape(String runtime, String headline, String text) {
        return Arguments.of(runtime, headline, text);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void a_failure_is_recognised_whole_as_its_runtime_prints_it(String runtime, String headline, String text) {
        var lines = Stream.concat(Stream.of("before it", ""), text.lines()).toList();

        var trace = Trace.lastIn(lines).orElseThrow();

        assertThat(trace.runtime()).isEqualTo(runtime);
        assertThat(trace.headline()).isEqualTo(headline);
        assertThat(trace.from()).isEqualTo(2);
        assertThat(trace.lines()).isEqualTo(text.lines().toList());
    }

    @Test
    void the_innermost_cause_is_named() {
        assertThat(Trace.lastIn(lines("java.stderr")).orElseThrow().said())
                .isEqualTo("java.lang.IllegalStateException: row 7 cannot be stored, caused by "
                        + "java.lang.NumberFormatException: For input string: \"seven\"");
    }

    @Test
    void of_several_the_last_one_counts() {
        var lines = Stream.of("python.stderr", "java.stderr", "node.stderr")
                .flatMap(file -> lines(file).stream())
                .toList();

        assertThat(Trace.lastIn(lines).orElseThrow().runtime()).isEqualTo("Node");
    }

    @Test
    void a_stack_trace_goes_before_a_last_word() {
        var lines = Stream.concat(lines("python.stderr").stream(), Stream.of("Killed"))
                .toList();

        assertThat(Trace.lastIn(lines).orElseThrow().headline()).isEqualTo("FeedError: item 2 has no price");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Error: none",
                "ValueError: could not convert, using 0",
                "Warning: fopen(x): Failed to open stream: No such file or directory in /app/a.php on line 3",
                "panic: not really",
                "GET /feed: not found",
                "Error: Could not find the price of row 7",
                "free(shipping): applies to 3 products",
                "ERROR: version of the feed not found (required by the shop)",
                "Error occurred during export",
                "Killed the old job",
                "    at the end of the day"
            })
    void what_only_looks_like_it_is_none(String line) {
        assertThat(Trace.lastIn(List.of("start", line, "done"))).isEmpty();
    }

    @Test
    void a_very_long_line_takes_no_long_time() {
        var line = "a.".repeat(500_000);

        assertThat(Trace.lastIn(List.of(line, "x: ".repeat(300_000), "(".repeat(100_000))))
                .isEmpty();
    }
}
