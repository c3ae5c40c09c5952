package dev.gork.bench.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;

/** A process of a peer: a line in is a command, a line out its answer. */
public class PeerMain {
    private final Peer peer;
    private final Trials trials;

    private PeerMain(Peer peer) {
        this.peer = peer;
        this.trials = new Trials(peer);
    }

    /** Takes the name of the peer and the JDBC URL of its database; ends with its input. */
    public static void main(String[] args) throws IOException {
        PrintStream answers = System.out;
        System.setOut(System.err);
        boolean jobRunr = args[0].equals("jobrunr");
        try (Database database = new Database(args[1], jobRunr ? JobRunr.CONNECTIONS : DbScheduler.CONNECTIONS)) {
            Peer peer = jobRunr ? new JobRunr(database) : new DbScheduler(database);
            PeerMain main = new PeerMain(peer);
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                answers.println(main.answer(command));
                answers.flush();
            }
            peer.stop();
        }
    }

    private String answer(String command) {
        try {
            String[] words = command.trim().split(" +");
            int[] numbers = new int[words.length - 1];
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = Integer.parseInt(words[i + 1]);
            }
            return run(words[0], numbers);
        } catch (Exception e) {
            e.printStackTrace();
            return "error " + e.toString().replaceAll("\\s+", " ");
        }
    }

    private String run(String command, int... numbers) throws Exception {
        switch (command) {
            case "create" -> peer.create();
            case "clear" -> peer.clear();
            case "pile" -> trials.pile(numbers[0], numbers[1]);
            case "work" -> trials.work();
            case "rest" -> peer.stop();
            case "drain" -> {
                return Double.toString(trials.drain(numbers[0]));
            }
            case "enqueue" -> {
                return Double.toString(trials.enqueue(numbers[0], numbers[1]));
            }
            case "bulk" -> {
                return Double.toString(trials.bulk(numbers[0]));
            }
            case "ping" -> {
                return trials.ping(numbers[0]);
            }
            case "starts" -> {
                return trials.starts();
            }
            default -> throw new IllegalArgumentException("Unknown command: " + command);
        }
        return "ok";
    }
}
