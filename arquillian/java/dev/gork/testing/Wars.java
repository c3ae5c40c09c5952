package dev.gork.testing;

import java.io.File;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** WARs as a team builds them: its own classes, and the packaged core jar in WEB-INF/lib. */
public final class Wars {
    /** Short intervals, so that tests wait for promises and not for clocks. */
    public static final String FAST = """
            gork.poll-interval=200ms
            gork.reaper-interval=200ms
            gork.heartbeat-interval=500ms
            gork.lease=4s
            gork.shutdown-grace=1s
            """;

    private Wars() {}

    /** A web.xml that binds a data source of gork's to one of the server's, as docs/operating.md says it. */
    public static StringAsset binding(String name, String dataSource) {
        return new StringAsset("""
                <web-app xmlns="https://jakarta.ee/xml/ns/jakartaee" version="6.1">
                  <resource-ref>
                    <res-ref-name>%s</res-ref-name>
                    <res-type>javax.sql.DataSource</res-type>
                    <lookup-name>%s</lookup-name>
                  </resource-ref>
                </web-app>""".formatted(name, dataSource));
    }

    /** With these classes, what tests need, and these settings on top of {@link #FAST}. */
    public static WebArchive war(String settings, Class<?>... classes) {
        return ShrinkWrap.create(WebArchive.class, classes[0].getSimpleName() + ".war")
                .addClasses(classes)
                .addClasses(Wait.class, Wars.class)
                .addAsLibraries(new File(System.getProperty("gork.test.core")))
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(new StringAsset(FAST + settings), "META-INF/microprofile-config.properties");
    }
}
