package dev.gork.demo;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;

/** Says where the demo is, and who may come in. */
@ApplicationScoped
public class Welcome {
    void say(@Observes @Initialized(ApplicationScoped.class) Object application) {
        System.out.println("""

                gork demo: http://localhost:9080/gork/ as soon as the server says that it is ready.
                Sign in as operator/operator, or as viewer/viewer to look only. Both exist in this demo alone,
                which answers on this machine only. Ctrl-C stops it; its jobs are kept.
                """);
    }
}
