package dev.gork.console.live;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A browser that does not read delays nobody, and is dropped in the end. */
class EventStreamTest {
    private final Connection connection = new Connection();
    private final AtomicInteger completed = new AtomicInteger();
    private final Deque<Runnable> writers = new ArrayDeque<>();
    private boolean signedIn = true;
    private AsyncContext async;
    private EventStream stream;

    @BeforeEach
    void open() throws IOException {
        ServletResponse response = proxy(ServletResponse.class, "getOutputStream", connection);
        async = (AsyncContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (self, method, arguments) -> {
                    if (method.getName().equals("complete")) {
                        completed.incrementAndGet();
                    }
                    return method.getName().equals("getResponse") ? response : null;
                });
        stream = new EventStream(async, false, Set.of(), () -> signedIn, writers::add);
    }

    @Test
    void anEventIsWrittenAtOnceByAnotherThread() {
        stream.send("ping", "{}");
        assertThat(connection.text()).isEmpty();

        writers.remove().run();

        assertThat(connection.text()).isEqualTo("event: ping\ndata: {}\n\n");
        assertThat(connection.flushed).isTrue();
    }

    @Test
    void whatCannotBeWrittenYetFollowsInOrderByOneThread() {
        stream.send("a", "1");
        stream.send("b", "2");
        assertThat(writers).hasSize(1);

        writers.remove().run();
        stream.send("c", "3");
        writers.remove().run();

        assertThat(connection.text()).isEqualTo("event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: c\ndata: 3\n\n");
        assertThat(stream.open()).isTrue();
    }

    @Test
    void whoNeverReadsIsDroppedAndEndsWhenTheThreadThatWritesComesBack() {
        for (int i = 0; i < 50; i++) {
            stream.send("queues", "x".repeat(100_000));
        }
        assertThat(stream.open()).isFalse();
        assertThat(completed).hasValue(0);

        writers.remove().run();

        assertThat(completed).hasValue(1);
        assertThat(connection.text()).isEmpty();
    }

    @Test
    void aBrokenConnectionEndsIt() {
        connection.broken = true;

        stream.send("ping", "{}");
        writers.remove().run();
        stream.send("ping", "{}");

        assertThat(writers).isEmpty();
        assertThat(stream.open()).isFalse();
        assertThat(completed).hasValue(1);
    }

    @Test
    void whoGetsNoThreadIsDropped() throws IOException {
        EventStream unlucky = new EventStream(async, false, Set.of(), () -> signedIn, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        unlucky.send("ping", "{}");

        assertThat(unlucky.open()).isFalse();
        assertThat(completed).hasValue(1);
    }

    @Test
    void whoIsClosedIsEndedOnce() {
        stream.close();
        stream.close();

        assertThat(completed).hasValue(1);
    }

    @Test
    void whoSignsOutDoesNotWatchAnyMore() {
        signedIn = false;

        assertThat(stream.open()).isFalse();
    }

    private static <T> T proxy(Class<T> type, String name, Object value) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> method.getName().equals(name) ? value : null));
    }

    /** The container's side, as ready as the test says. */
    private static final class Connection extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private boolean broken;
        private boolean flushed;

        String text() {
            return written.toString(StandardCharsets.UTF_8);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("nobody asked for it");
        }

        @Override
        public void write(int b) throws IOException {
            if (broken) {
                throw new IOException("gone");
            }
            written.write(b);
        }

        @Override
        public void flush() {
            flushed = true;
        }
    }
}
