package dev.runlog.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runlog.testing.RealInput;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretScanTest {
    private static final SecretNames NAMES = new SecretNames(List.of("Pin-Code"));
    private static final String JWT =
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";

    private final List<SecretKind> kinds = new ArrayList<>();

    private String redacted(String text) {
        return SecretScan.redacted(text, NAMES, kinds::add);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            login with password=hunter2 failed                  | login with password=*** failed
            ?sku=1&access_token=abc.def&page=2                  | ?sku=1&access_token=***&page=2
            ?pass%77ord=abc&x=1                                 | ?pass%77ord=***&x=1
            user[password]=abc&user[name]=x                     | user[password]=***&user[name]=x
            user%5Bpassword%5D=abc&a=b                          | user%5Bpassword%5D=***&a=b
            Client-Secret: s3cr3t                               | Client-Secret: ***
            X-API-KEY: 12345, Accept: */*                       | X-API-KEY: ***, Accept: */*
            {"password":"a\\"b","user":"x"}                     | {"password":"***","user":"x"}
            {"Password" : 12345, "n": 1}                        | {"Password" : "***", "n": 1}
            {"token":{"value":"a}b","n":[1]},"x":1}             | {"token":"***","x":1}
            {\\"api_key\\":\\"abc\\",\\"n\\":1}                 | {\\"api_key\\":\\"***\\",\\"n\\":1}
            {'db_password': 'abc', 'n': 1}                      | {'db_password': '***', 'n': 1}
            [apiKey] => abc [n] => 1                            | [apiKey] => *** [n] => 1
            'privateKey' => 'abc'                               | 'privateKey' => '***'
            <Password>abc</Password><n>1</n>                    | <Password>***</Password><n>1</n>
            first\\npassword=abc\\nlast                         | first\\npassword=***\\nlast
            Authorization: Bearer abc failed                    | Authorization: *** failed
            -H "Authorization: Basic eDp5" -X GET               | -H "Authorization: ***" -X GET
            Authorization: Digest user="a", response="b"        | Authorization: ***"a", response="b"
            Cookie: sid=1; theme=dark                           | Cookie: ***
            proxy-authorization: xyz                            | proxy-authorization: ***
            token: 0123456789abcdef01                           | token: ***
            GET https://u:p@shop.example/a?x=1 failed           | GET https://***@shop.example/a?x=1 failed
            ftp://token@host/a                                  | ftp://***@host/a
            pinCode=1234                                        | pinCode=***
            sent Bearer abc-123-def.                            | sent Bearer ***.
            sent basic dXNlcjpwYXNz                             | sent basic ***
            mysql --password hunter2 -u root                    | mysql --password *** -u root
            run --token=abc --fast                              | run --token=*** --fast
            run --db-password 'a b' x                           | run --db-password '***' x
            run "--api-key" "abc" x                             | run "--api-key" "***" x
            Command '['mysql', '--password', 'abc']' returned 1 | Command '['mysql', '--password', '***']' returned 1
            ["--access-token","a\\"b","x"]                     | ["--access-token","***","x"]
            {\"args\":[\"--secret\",\"abc\"]}              | {\"args\":[\"--secret\",\"***\"]}
            --password hunter2                                  | --password ***
            mysql --password swordfish mydb                     | mysql --password *** mydb
            psql --password postgres                            | psql --password ***
            mysql --password expired -u root                    | mysql --password *** -u root
            run --token expired1 for x                          | run --token *** for x
            run --token Expired                                 | run --token ***
            run --token expired/revoked                         | run --token ***
            run --token 'expired'                               | run --token '***'
            ["--password", 12345, "x"]                          | ["--password", "***", "x"]
            {\\"args\\":[\\"--secret\\",7]}                     | {\\"args\\":[\\"--secret\\",\\"***\\"]}
            {"name":"Authorization","value":"abc"}              | {"name":"Authorization","value":"***"}
            {"name": "X-Api-Key", "value": 12345}               | {"name": "X-Api-Key", "value": "***"}
            {"value":"a\\"b","name":"Cookie"}                  | {"value":"***","name":"Cookie"}
            [{"key":"token","value":"abc"},{"key":"n","value":"1"}] | [{"key":"token","value":"***"},{"key":"n","value":"1"}]
            {"Key":"Authorization","Value":["abc","d"]}         | {"Key":"Authorization","Value":"***"}
            {\"header\":\"Cookie\",\"value\":\"a=b\"}    | {\"header\":\"Cookie\",\"value\":\"***\"}
            """)
    void a_named_credential_is_replaced(String text, String redacted) {
        assertThat(redacted(text)).isEqualTo(redacted);
        assertThat(kinds).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIAIOSFODNN7EXAMPLE",
                "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                "github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz",
                "glpat-abcdefghij0123456789",
                "xoxb-123456789012-abcdefABCDEF",
                "sk_live_4eC39HqLyjWDarjtT1zdp7dc",
                "AIzaSyA0123456789abcdefghijklmnopqrstuv",
                "shpat_0123456789abcdef0123456789abcdef",
                "rl_0123456789abcdefghijABCDEFGHIJ012345",
                JWT,
                "-----BEGIN RSA PRIVATE KEY-----\nMIIE\nabc=\n-----END RSA PRIVATE KEY-----"
            })
    void a_credential_is_known_by_its_shape(String secret) {
        assertThat(redacted("found " + secret + ", went on")).isEqualTo("found ***, went on");
        assertThat(redacted("[\"" + secret + "\"]")).isEqualTo("[\"***\"]");
        assertThat(kinds).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Invalid token: unexpected end of file",
                "Token::create() at 12:00:00, https://shop.example/files/a@b?page=2",
                "password: null, \"secret\":\"\", token=",
                "if (token == x) { return }",
                "the bearer of bad news; Bearer realm=\"shop\", basic authentication",
                "tokens=512 max_tokens: 4, secretary: Jane, passwords: 3",
                "eyJhbGciOi is cut, AKIA too, rl_short, skip_live_, ghp_",
                "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
                "the option --password is missing; --password, --token: see --help for --secret.",
                "--- token x; a--token b; --tokens 3; --password --user; --password",
                "{\"name\":\"Content-Type\",\"value\":\"text/html\"},{\"value\":\"a\",\"name\":\"colour\"}",
                "{\"name\":\"token\",\"type\":\"string\",\"value\":null}, \"name\":\"secret\",\"value\":\"\"",
                "{\"surname\":\"Cookie\",\"value\":\"x\"} 'value': 'y', \"value\":\"z\"",
                "--token expired",
                "the --api-key provided is invalid",
                "--password incorrect, try again; --secret wrong\nnext",
                "--token expired. --token expired: renew it! \"--token expired\" (--password rejected)",
                "--token expired - renew it; --token revoked -- by whom?",
                "--api-key validation failed, --password is. --secret too short: 3",
                "[\"--password\", true, \"--token\", null]",
                "Mailer: a@b.example wrote 10:15 <b>bold</b> x=y"
            })
    void what_is_no_credential_stays(String text) {
        assertThat(redacted(text)).isSameAs(text);
        assertThat(kinds).isEmpty();
    }

    @Test
    void what_real_programs_and_servers_said_stays() {
        var texts = Stream.concat(
                Stream.of("logs/postgresql.log", "logs/dpkg.log").map(RealInput::bytes),
                RealInput.programs()
                        .flatMap(program -> Stream.of(program.written("stdout"), program.written("stderr"))));

        assertThat(texts.map(bytes -> new String(bytes, StandardCharsets.UTF_8)))
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(redacted(text)).isSameAs(text));
    }

    @Test
    void a_private_key_that_is_cut_off_goes_to_the_end() {
        assertThat(redacted("key: -----BEGIN PRIVATE KEY-----\nMIIE\nabc")).isEqualTo("key: ***");
    }

    @Test
    void a_text_made_to_take_long_takes_no_longer_than_its_length() {
        for (var piece : List.of(
                "--password '",
                "'--token','",
                "\"value\":\"",
                "\"value\":'",
                "\\\"value\\\":\\\"",
                "\"value\":[",
                "\"name\":\"token\",\"value\":{",
                "-----BEGIN ",
                "password='",
                "://a@",
                "basic a",
                "eyJa.",
                "\"token\":{",
                "<secret>",
                "\\\"")) {
            var text = piece.repeat(1_000_000 / piece.length());
            var began = System.nanoTime();
            redacted(text);
            assertThat((System.nanoTime() - began) / 1_000_000).as(piece).isLessThan(2_000);
        }
    }

    @Provide
    Arbitrary<String> texts() {
        var pieces = Arbitraries.of(
                "password",
                "Authorization",
                "--",
                "--token ",
                "--token expired",
                " is",
                " -",
                "\"name\"",
                "\"value\":",
                "\"value\":\"abc\",",
                "\"name\":\"token\",",
                "token",
                "cookie",
                "=",
                ":",
                " ",
                "\"",
                "'",
                "\\",
                "{",
                "}",
                "[",
                "]",
                "=>",
                "://",
                "@",
                "/",
                "?",
                "&",
                ";",
                ",",
                "<",
                ">",
                "\n",
                "***",
                "Bearer ",
                "basic ",
                "Digest",
                "eyJhbGciOiJI",
                ".",
                "AKIAIOSFODNN7EXAMPLE",
                "-----BEGIN ",
                "PRIVATE KEY-----",
                "-----END ",
                "ghp_",
                "abcdefghij0123456789",
                "%20",
                "%5D",
                "x",
                "\uD83D\uDE00",
                "\u00e4",
                "null",
                "12");
        return pieces.list().ofMaxSize(24).map(list -> String.join("", list));
    }

    /** In time that grew with the square of the length it would take an hour. */
    @ParameterizedTest
    @ValueSource(
            strings = {"-eyJ", "eyJ_-", "\\\\neyJ-", "eyJ..", "://", "bearer ", "token=", "{\"token\":", "-----BEGIN "})
    @Timeout(60)
    void beginnings_without_end_take_no_more_time_than_their_length(String beginning) {
        var text = beginning.repeat((10 << 20) / beginning.length());

        assertThat(redacted(text)).isNotEmpty();
    }

    @Test
    void what_follows_a_padded_credential_is_no_part_of_it() {
        var once = redacted("basic eyJhbGciOiJI=" + JWT);

        assertThat(once).isEqualTo("basic ******");
        assertThat(redacted(once)).isEqualTo(once);
    }

    @Property(tries = 20_000)
    void what_was_redacted_is_left_as_it_is(@ForAll("texts") String text) {
        var once = redacted(text);
        kinds.clear();

        assertThat(redacted(once)).isEqualTo(once);
        assertThat(kinds).isEmpty();
    }

    @Property(tries = 2_000)
    void no_text_is_too_strange(@ForAll String text) {
        redacted(text);
    }

    @Property(tries = 2_000)
    void words_and_numbers_stay(@ForAll("prose") String text) {
        assertThat(redacted(text)).isSameAs(text);
    }

    @Provide
    Arbitrary<String> prose() {
        return Arbitraries.of(
                        "Feed",
                        "rejected",
                        "of",
                        "12",
                        "sku",
                        "A-1",
                        "(id=7)",
                        "took",
                        "5ms,",
                        "error:",
                        "bearer",
                        "basic",
                        "key")
                .list()
                .ofMaxSize(20)
                .map(words -> String.join(" ", words));
    }

    @Property(tries = 2_000)
    void a_password_stands_nowhere_in_what_is_left(@ForAll("secrets") String secret, @ForAll("texts") String before) {
        assertThat(redacted(before + "\n&password=" + secret + "&x=1")).doesNotContain(secret);
    }

    @Provide
    Arbitrary<String> secrets() {
        return Arbitraries.strings()
                .alpha()
                .numeric()
                .ofMinLength(12)
                .ofMaxLength(40)
                .map(text -> text + "zQ9");
    }
}
