package dev.gork.testing;

import java.io.IOException;

/** Signals to processes, beyond the two that Java knows. */
public final class Signals {
    private Signals() {}

    /** Sends one; to a process that is not there is an error. */
    public static void send(String signal, long pid) throws IOException, InterruptedException {
        int status = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IllegalStateException("kill -" + signal + " " + pid + " ended with " + status);
        }
    }
}
