package dev.runlog.ingest;

import java.time.Duration;

/** The ways in which a run of the demonstration goes; what it leaves behind is believable, not real. */
enum DemoStory {
    SUCCEEDS {
        @Override
        void tell(DemoRun run) {
            run.work(40);
            run.log("success", "Export finished, all items delivered");
            run.finish(0);
        }
    },
    SUCCEEDS_WITH_ERRORS {
        @Override
        void tell(DemoRun run) {
            run.work(25);
            run.log("error", "Item " + run.number(100_000) + " skipped: price \"n/a\" is not a number");
            run.log("error", "Item " + run.number(100_000) + " skipped: price \"-\" is not a number");
            run.work(10);
            run.log("report", "2 items skipped");
            run.finish(0);
        }
    },
    APPLICATION_ERROR {
        @Override
        void tell(DemoRun run) {
            run.work(30);
            run.log("warning", "Attribute 'colour' has no mapping, default used");
            run.log("error", """
                    PHP Fatal error:  Uncaught TypeError: strlen(): Argument #1 ($string) must be of type string, null \
                    given in /app/src/Feed.php:%d
                    Stack trace:
                    #0 /app/src/Feed.php(%d): strlen(NULL)
                    #1 /app/src/Import.php(57): App\\Import\\Feed->size()
                    #2 /app/bin/connector(12): App\\Import\\Import->run()
                    #3 {main}
                      thrown in /app/src/Feed.php on line %d""".formatted(41, 41, 41));
            run.stderr("PHP Fatal error:  Uncaught TypeError in /app/src/Feed.php:41\n");
            run.finish(255);
        }
    },
    CONTAINER_API_FAILURE {
        @Override
        void tell(DemoRun run) {
            run.work(12);
            for (int page = 1; page <= 3; page++) {
                run.call("GET", "/data/input/products?page=" + page, 503, "{\"message\":\"Service unavailable\"}");
            }
            run.log("error", "Input data could not be read after 3 attempts");
            run.finish(1);
        }
    },
    MISSING_FILE {
        @Override
        void tell(DemoRun run) {
            run.work(5);
            run.call("GET", "/files/input/full", 404, "{\"message\":\"File not found\"}");
            run.log("critical", "No input file for site " + run.number(90_000));
            run.finish(1);
        }
    },
    KILLED {
        @Override
        void tell(DemoRun run) {
            run.work(70);
            run.log("debug", "Memory in use: 498 MiB of 512 MiB");
            run.finish(137);
        }
    },
    COMMAND_NOT_FOUND {
        @Override
        void tell(DemoRun run) {
            run.stderr("sh: 1: connector-export: not found\n");
            run.finish(127);
        }
    },
    CRASHES_BEFORE_LOGGING {
        @Override
        void tell(DemoRun run) {
            run.stdout("Starting\n");
            run.stderr("""
                    Traceback (most recent call last):
                      File "/app/export.py", line 3, in <module>
                        from connector import settings
                      File "/app/connector/settings.py", line 11, in <module>
                        TOKEN = os.environ["SHOP_TOKEN"]
                    KeyError: 'SHOP_TOKEN'
                    """);
            run.finish(1);
        }
    },
    LEAVES_NO_EVIDENCE {
        @Override
        void tell(DemoRun run) {
            run.work(8);
            run.finish(1);
        }
    },
    VANISHES {
        @Override
        void tell(DemoRun run) {
            run.work(15);
            run.vanish("The node was drained");
        }
    },
    IS_LOST {
        @Override
        void tell(DemoRun run) {
            run.work(20);
        }
    };

    /** Says and does what the story has, through the run. */
    abstract void tell(DemoRun run);

    /** How long a run may go on; a lost one is not waited for. */
    Duration deadline() {
        return this == IS_LOST ? Duration.ofMinutes(30) : Duration.ofHours(6);
    }
}
