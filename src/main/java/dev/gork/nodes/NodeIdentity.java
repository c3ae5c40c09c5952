package dev.gork.nodes;

import dev.gork.payload.Texts;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who this node is: the id under which it claims, and until when the others are sure to take it for alive. */
@ApplicationScoped
public class NodeIdentity {
    /** A host name may have 253 characters, and an id that begins with it has room for 255. */
    private static final int MAX_NAME = 200;

    private final String name = hostName();
    private volatile @Nullable Registered registered;

    /** What the last heartbeat made known; both in one, for whoever claims must not see one without the other. */
    private record Registered(String id, long freshUntil) {}

    /** The name of its host, which it keeps when it is started again. */
    public String name() {
        return name;
    }

    /** The id to claim under; null until the database knows it, and while its last heartbeat is too old. */
    @Nullable
    public String id() {
        Registered last = registered;
        return last != null && System.nanoTime() - last.freshUntil() < 0 ? last.id() : null;
    }

    /** The same, however old its last heartbeat is. */
    @Nullable
    public String lastId() {
        Registered last = registered;
        return last == null ? null : last.id();
    }

    /** Makes up an id that no node has had. */
    public String newId() {
        return name + "-" + UUID.randomUUID();
    }

    /** Notes that a heartbeat came through under this id, so that it may claim until then, on {@link System#nanoTime}. */
    public void confirm(String id, long freshUntil) {
        registered = new Registered(id, freshUntil);
    }

    /** Gives the id up: nothing is claimed until there is another one. */
    public void clear() {
        registered = null;
    }

    private static String hostName() {
        try {
            return Texts.storable(InetAddress.getLocalHost().getHostName(), MAX_NAME);
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
