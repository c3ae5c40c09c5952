package dev.gork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.SessionScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** What looks unusual, but works. */
@ApplicationScoped
public class RightHandlers {
    @JsonbTypeAdapter(CircleAdapter.class)
    public interface Circle {}

    public static class CircleAdapter implements JsonbAdapter<Circle, String> {
        @Override
        public String adaptToJson(Circle circle) {
            return "circle";
        }

        @Override
        public Circle adaptFromJson(String text) {
            return new Circle() {};
        }
    }

    void circle(@Observes @Queue("circle") Circle circle) {}

    void map(@Observes @Queue("map") Map<String, Object> map) {}

    void list(@Observes @Queue("list") List<String> list) {}

    void number(@Observes @Queue("number") Integer number) {}

    void completed(@Observes @Queue("map") JobCompleted event) {}

    void all(@Observes JobEvent event) {}

    /** Deployed, and never called. */
    void anyJob(@Observes Job job) {}

    void later(@ObservesAsync JobCompleted event) {}

    @SessionScoped
    public static class OfSession implements Serializable {
        private static final long serialVersionUID = 1L;

        void canceled(@Observes JobCanceled event) {}

        static void shared(@Observes @Queue("static-in-session") Job job) {}
    }
}
