package dev.gork.config;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;

/** The application that this is a part of, among those that a server runs. */
@ApplicationScoped
public class Application {
    @Resource(lookup = "java:app/AppName")
    String application;

    @Resource(lookup = "java:module/ModuleName")
    String module;

    /** Its name, as the server knows it; of a WAR in an EAR with the WAR's. */
    public String name() {
        return application.equals(module) ? application : application + "/" + module;
    }
}
