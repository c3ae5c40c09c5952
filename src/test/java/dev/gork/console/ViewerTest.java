package dev.gork.console;

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

/** A viewer who does not read keeps nobody waiting, and is dropped in the end. */
class ViewerTest {
    private final Connection connection = new Connection();
    private final AtomicInteger completed = new AtomicInteger();
    private final Deque<Runnable> writers = new ArrayDeque<>();
    private boolean signedIn = true;
    private AsyncContext async;
    private Viewer viewer;

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
        viewer = new Viewer(async, false, Set.of(), () -> signedIn, writers::add);
    }

    @Test
    void anEventIsWrittenAtOnceByAnotherThread() {
        viewer.send("ping", "{}");
        assertThat(connection.text()).isEmpty();

        writers.remove().run();

        assertThat(connection.text()).isEqualTo("event: ping\ndata: {}\n\n");
        assertThat(connection.flushed).isTrue();
    }

    @Test
    void whatCannotBeWrittenYetFollowsInOrderByOneThread() {
        viewer.send("a", "1");
        viewer.send("b", "2");
        assertThat(writers).hasSize(1);

        writers.remove().run();
        viewer.send("c", "3");
        writers.remove().run();

        assertThat(connection.text()).isEqualTo("event: a\ndata: 1\n\nevent: b\ndata: 2\n\nevent: c\ndata: 3\n\n");
        assertThat(viewer.watching()).isTrue();
    }

    @Test
    void whoNeverReadsIsDroppedAndEndsWhenTheThreadThatWritesComesBack() {
        for (int i = 0; i < 50; i++) {
            viewer.send("queues", "x".repeat(100_000));
        }
        assertThat(viewer.watching()).isFalse();
        assertThat(completed).hasValue(0);

        writers.remove().run();

        assertThat(completed).hasValue(1);
        assertThat(connection.text()).isEmpty();
    }

    @Test
    void aBrokenConnectionEndsIt() {
        connection.broken = true;

        viewer.send("ping", "{}");
        writers.remove().run();
        viewer.send("ping", "{}");

        assertThat(writers).isEmpty();
        assertThat(viewer.watching()).isFalse();
        assertThat(completed).hasValue(1);
    }

    @Test
    void whoGetsNoThreadIsDropped() throws IOException {
        Viewer unlucky = new Viewer(async, false, Set.of(), () -> signedIn, task -> {
            throw new OutOfMemoryError("unable to create native thread");
        });

        unlucky.send("ping", "{}");

        assertThat(unlucky.watching()).isFalse();
        assertThat(completed).hasValue(1);
    }

    @Test
    void whoIsClosedIsEndedOnce() {
        viewer.close();
        viewer.close();

        assertThat(completed).hasValue(1);
    }

    @Test
    void whoSignsOutDoesNotWatchAnyMore() {
        signedIn = false;

        assertThat(viewer.watching()).isFalse();
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
