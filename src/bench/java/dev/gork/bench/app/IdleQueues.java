package dev.gork.bench.app;

import dev.gork.Job;
import dev.gork.Queue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** With the other handlers 20 queues, to see what a node costs that has nothing to do. */
@ApplicationScoped
public class IdleQueues {
    void queue1(@Observes @Queue("idle-1") Job job) {
        // idle
    }

    void queue2(@Observes @Queue("idle-2") Job job) {
        // idle
    }

    void queue3(@Observes @Queue("idle-3") Job job) {
        // idle
    }

    void queue4(@Observes @Queue("idle-4") Job job) {
        // idle
    }

    void queue5(@Observes @Queue("idle-5") Job job) {
        // idle
    }

    void queue6(@Observes @Queue("idle-6") Job job) {
        // idle
    }

    void queue7(@Observes @Queue("idle-7") Job job) {
        // idle
    }

    void queue8(@Observes @Queue("idle-8") Job job) {
        // idle
    }

    void queue9(@Observes @Queue("idle-9") Job job) {
        // idle
    }

    void queue10(@Observes @Queue("idle-10") Job job) {
        // idle
    }

    void queue11(@Observes @Queue("idle-11") Job job) {
        // idle
    }

    void queue12(@Observes @Queue("idle-12") Job job) {
        // idle
    }

    void queue13(@Observes @Queue("idle-13") Job job) {
        // idle
    }

    void queue14(@Observes @Queue("idle-14") Job job) {
        // idle
    }

    void queue15(@Observes @Queue("idle-15") Job job) {
        // idle
    }

    void queue16(@Observes @Queue("idle-16") Job job) {
        // idle
    }

    void queue17(@Observes @Queue("idle-17") Job job) {
        // idle
    }
}
