package dev.runlog.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnswerEndTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger ends = new AtomicInteger();
    private final CompletableFuture<RoutingContext> asked = new CompletableFuture<>();

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private Socket ask(Consumer<RoutingContext> handler) throws Exception {
        var router = Router.router(vertx);
        router.route().handler(routing -> {
            routing.addEndHandler(ended -> {}); // as the framework has
            handler.accept(routing);
            asked.complete(routing);
        });
        HttpServer server = vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        var client = new Socket(InetAddress.getByName("localhost"), server.actualPort());
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    private void atEnd(RoutingContext routing) {
        AnswerEnd.of(routing, ends::incrementAndGet);
    }

    @Test
    void an_answer_that_is_given_has_one_end() throws Exception {
        try (var client = ask(this::atEnd)) {
            assertThat(ends).hasValue(0);
            asked.get()
                    .response()
                    .end("x")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
            assertThat(client.getInputStream().read()).isEqualTo('H');
        }
        until(1);
    }

    @Test
    void it_ends_with_the_connection() throws Exception {
        ask(this::atEnd).close();

        until(1);
    }

    @Test
    void it_has_ended_where_the_caller_has_gone_before() throws Exception {
        ask(routing -> {}).close();
        var routing = asked.get();
        while (!routing.response().closed()) {
            Thread.sleep(10);
        }

        atEnd(routing);

        assertThat(ends).hasValue(1);
    }

    private void until(int expected) throws InterruptedException {
        while (ends.get() < expected) {
            Thread.sleep(10);
        }
        Thread.sleep(50);
        assertThat(ends).hasValue(expected);
    }
}
