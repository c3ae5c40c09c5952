package dev.gork.engine;

import dev.gork.log.LogText;
import dev.gork.log.SafeLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.logging.LogManager;

/**
 * The log of a node that stops. A process that is told to end by a signal takes its log handlers away at once (Java's
 * LogManager does, in a shutdown hook), seconds before the server stops the application: then it is standard error, which
 * servers write to their logs as well.
 */
final class StopLog {
    private static final Logger LOG = SafeLog.of(Engine.class);

    private StopLog() {}

    static void log(Level level, String message) {
        if (LogManager.getLogManager().getLogger("").getHandlers().length > 0) {
            LOG.log(level, message);
        } else {
            System.err.println(level + " " + Engine.class.getName() + " " + LogText.of(message));
        }
    }
}
