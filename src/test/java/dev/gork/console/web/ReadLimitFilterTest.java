package dev.gork.console.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.FilterChain;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** So many questions have an answer at a time; what is beyond them does not take the engine's connections. */
class ReadLimitFilterTest {
    private final ReadLimitFilter filter = new ReadLimitFilter();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch begun = new CountDownLatch(ReadLimitFilter.AT_A_TIME);
    private final CountDownLatch end = new CountDownLatch(1);
    private final Map<String, Object> answer = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        end.countDown();
        threads.shutdownNow();
    }

    @Test
    void oneMoreThanThereIsRoomForIsToldToComeAgain() throws Exception {
        askAsManyAsThereIsRoomFor();

        ask("GET", "/api/v1/jobs", answered());

        assertThat(answer).containsEntry("setStatus", 503).containsEntry("Retry-After", "2");
        assertThat(answer).doesNotContainKey("answered");
    }

    @Test
    void changesAndEventsHaveTheirOwnRoom() throws Exception {
        askAsManyAsThereIsRoomFor();

        ask("POST", "/api/v1/jobs", answered());
        assertThat(answer.remove("answered")).isEqualTo(true);
        ask("GET", RequestHeaders.EVENTS, answered());
        assertThat(answer.remove("answered")).isEqualTo(true);
    }

    @Test
    void anAnswerThatFailsMakesRoom() throws Exception {
        for (int i = 0; i <= ReadLimitFilter.AT_A_TIME; i++) {
            assertThatThrownBy(() -> ask("GET", "/api/v1/jobs", (request, response) -> {
                        throw new IOException("gone");
                    }))
                    .hasMessage("gone");
        }

        ask("GET", "/api/v1/jobs", answered());

        assertThat(answer).containsEntry("answered", true);
    }

    private void askAsManyAsThereIsRoomFor() throws InterruptedException {
        for (int i = 0; i < ReadLimitFilter.AT_A_TIME; i++) {
            threads.submit(() -> {
                ask("GET", "/api/v1/jobs", (request, response) -> {
                    begun.countDown();
                    await(end);
                });
                return true;
            });
        }
        begun.await();
    }

    private FilterChain answered() {
        return (request, response) -> answer.put("answered", true);
    }

    private void ask(String method, String path, FilterChain chain) throws Exception {
        filter.doFilter(
                proxy(HttpServletRequest.class, Map.of("getMethod", method, "getServletPath", path)),
                proxy(HttpServletResponse.class, Map.of("getWriter", new PrintWriter(new StringWriter()))),
                chain);
    }

    private <T> T proxy(Class<T> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("setHeader")) {
                        answer.put((String) arguments[0], arguments[1]);
                    } else if (method.getName().startsWith("set")) {
                        answer.put(method.getName(), arguments[0]);
                    }
                    return values.get(method.getName());
                }));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
