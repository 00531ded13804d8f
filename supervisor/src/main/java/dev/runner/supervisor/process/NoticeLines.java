package dev.runner.supervisor.process;

import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/**
 * Finds the notices in what members write into the pipe: {@code COOKIE WORD} at the end of a line. Whatever stands
 * before it there is another's, who has written no line end, and takes neither memory nor the notice.
 */
final class NoticeLines {
    /** A line that is not longer is never torn: PIPE_BUF, in POSIX. */
    private static final int LONGEST = 512;

    private final String beginning;
    private final byte[] last = new byte[LONGEST];
    private long written;

    /** @param runId how each cookie begins */
    NoticeLines(String runId) {
        this.beginning = runId + "/";
    }

    /**
     * More bytes.
     *
     * @param lastLine how the line ends after which nothing more is read
     * @return false when it has come
     */
    boolean add(byte[] bytes, int count, String lastLine, BiConsumer<String, String> sink) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] != '\n') {
                last[(int) (written++ % LONGEST)] = bytes[i];
                continue;
            }
            String line = take();
            if (line.endsWith(lastLine)) {
                return false;
            }
            notice(line, sink);
        }
        return true;
    }

    private void notice(String line, BiConsumer<String, String> sink) {
        int begin = line.lastIndexOf(beginning);
        int space = begin < 0 ? -1 : line.indexOf(' ', begin);
        if (space > 0) {
            sink.accept(line.substring(begin, space), line.substring(space + 1).trim());
        }
    }

    /** The end of the line, which is over. */
    private String take() {
        int length = (int) Math.min(written, LONGEST);
        byte[] line = new byte[length];
        for (int i = 0; i < length; i++) {
            line[i] = last[(int) ((written - length + i) % LONGEST)];
        }
        written = 0;
        return new String(line, StandardCharsets.UTF_8);
    }
}
