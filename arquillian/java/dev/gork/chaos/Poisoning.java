package dev.gork.chaos;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** One job that halts each process that runs it, among others that do not, and the processes started again. */
final class Poisoning {
    /** An order is given again and again for this long: the database may be away, or the node halted by another one. */
    private static final Duration FOR_THE_ORDER = Duration.ofMinutes(1);

    /** It has to end some time, also if nobody gives the job up; the checker then finds it unfinished. */
    private static final Duration FOR_THE_END = Duration.ofMinutes(8);

    private final JobWatch watch;
    private final List<ChaosNode> nodes;
    private final Executor background;
    private final Consumer<Inflicted> deaths;

    Poisoning(JobWatch watch, List<ChaosNode> nodes, Executor background, Consumer<Inflicted> deaths) {
        this.watch = watch;
        this.nodes = nodes;
        this.background = background;
        this.deaths = deaths;
    }

    /** Orders it, and starts what it halts until it is failed. */
    void run(ChaosNode first, String job) throws InterruptedException {
        JobWatch.await(FOR_THE_ORDER, () -> {
            if (watch.orders(job) == 0) {
                first.ask(job.replace('-', '/'));
            }
            return watch.orders(job) > 0;
        });
        JobWatch.await(FOR_THE_END, () -> {
            nodes.stream().filter(ChaosNode::hasDied).forEach(node -> startAgain(node, job));
            return watch.is(job, "failed");
        });
        nodes.forEach(ChaosNode::awaitReturn);
    }

    private void startAgain(ChaosNode node, String job) {
        Instant died = Instant.now();
        node.leave(
                () -> {
                    node.startAgain();
                    deaths.accept(new Inflicted(FaultKind.POISONED, node.name(), job, died, died, Instant.now()));
                },
                background);
    }
}
