package dev.gork.bench;

import dev.gork.bench.peers.PeerMain;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A peer in a process of its own, which answers a line to a line. */
final class PeerProcess implements AutoCloseable {
    private final Process process;
    private final PrintWriter commands;
    private final BufferedReader answers;

    PeerProcess(String peer, String url, File log) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        BenchmarkIT.HEAP,
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeerMain.class.getName(),
                        peer,
                        url)
                .redirectError(ProcessBuilder.Redirect.appendTo(log))
                .start();
        commands = new PrintWriter(process.getOutputStream(), true, StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    String ask(String command) throws IOException {
        commands.println(command);
        String answer = answers.readLine();
        if (answer == null || answer.startsWith("error")) {
            throw new IllegalStateException(command + ": " + answer);
        }
        return answer;
    }

    double number(String command) throws IOException {
        return Double.parseDouble(ask(command));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
