package dev.runner.members;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A client of HTTP by hand: whatever it would use of a library would be in the start archive, and in the memory of each
 * member.
 */
record TrainingHttpClient(String address, int port, String key) {
    private static final Pattern ID = Pattern.compile("\"id\"\\s*:\\s*\"([^\"]+)\"");

    /** Without the key. */
    @Override
    public String toString() {
        return "TrainingHttpClient[" + address + ":" + port + "]";
    }

    /** A port that nobody listens on at this moment. */
    static int freePort(String address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
            return socket.getLocalPort();
        }
    }

    /** Ends this JVM when the training hangs: nobody may wait for it. */
    static void giveUpAfter(int seconds) {
        Thread watch = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(seconds);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(1);
                },
                "give-up");
        watch.setDaemon(true);
        watch.start();
    }

    /** The id in an answer. */
    static String id(String answer) {
        Matcher id = ID.matcher(answer);
        if (!id.find()) {
            throw new IllegalStateException("no id in: " + answer);
        }
        return id.group(1);
    }

    /** Calls until the answer holds a text. */
    void await(String method, String path, String text) throws IOException, InterruptedException {
        while (!call(method, path, "").contains(text)) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /**
     * Calls.
     *
     * @return the whole answer
     * @throws IllegalStateException where it is no success
     */
    String call(String method, String path, String body) throws IOException {
        byte[] content = body.getBytes(UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nHost: " + address + ":" + port + "\r\nx-api-key: " + key
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length
                + "\r\nConnection: close\r\n\r\n";
        try (Socket socket = new Socket(address, port)) {
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(content);
            socket.getOutputStream().flush();
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            if (!answer.startsWith("HTTP/1.1 2")) {
                throw new IllegalStateException(method + " " + path + ": " + answer);
            }
            return answer;
        }
    }
}
