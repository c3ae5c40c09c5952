package dev.gork.console.api;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of gork that this is, as Maven notes it in every WAR. */
@ApplicationScoped
class Version {
    private static final String NOTED = "/META-INF/maven/dev.gork/gork/pom.properties";

    /** Of classes that no one has packaged, as the demo's. */
    private static final String NOT_PACKAGED = "development";

    @Inject
    ServletContext war;

    private String text;

    @PostConstruct
    void read() {
        try (InputStream in = war.getResourceAsStream(NOTED)) {
            Properties noted = new Properties();
            if (in != null) {
                noted.load(in);
            }
            text = noted.getProperty("version", NOT_PACKAGED);
        } catch (IOException e) {
            throw new IllegalStateException("The WAR's " + NOTED + " is unreadable", e);
        }
    }

    String text() {
        return text;
    }
}
