package dev.runner.supervisor.process;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The process table from {@code /proc} (proc(5)). */
final class LinuxProcessTable implements ProcessTable {
    private static final byte[] VARIABLE = "MULTIHOST_COOKIE=".getBytes(StandardCharsets.US_ASCII);
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START_TIME = 19;

    private final Path proc;

    LinuxProcessTable(Path proc) {
        this.proc = proc;
    }

    @Override
    public List<ProcessInfo> scan() throws IOException {
        String[] names = proc.toFile().list();
        if (names == null) {
            throw new IOException(proc + " cannot be read");
        }
        List<ProcessInfo> processes = new ArrayList<>(names.length);
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                ProcessInfo process = read(name);
                if (process != null) {
                    processes.add(process);
                }
            }
        }
        return processes;
    }

    @Override
    public String startTime(long pid) {
        ProcessInfo process = read(Long.toString(pid));
        return process == null ? "?" : process.startTime();
    }

    private @Nullable ProcessInfo read(String pid) {
        byte[] stat = contents(pid + "/stat");
        return stat.length == 0 ? null : parse(Long.parseLong(pid), new String(stat, StandardCharsets.ISO_8859_1), pid);
    }

    /** The fields after the command's name, which is in parentheses and may itself contain any character. */
    private @Nullable ProcessInfo parse(long pid, String stat, String name) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", START_TIME + 2);
        char state = fields[0].charAt(0);
        // A process whose first thread has ended shows as a zombie too, while its other threads run on.
        if ((state == 'Z' && Long.parseLong(fields[THREADS]) <= 1) || state == 'X') {
            return null;
        }
        return new ProcessInfo(
                pid,
                Long.parseLong(fields[PARENT]),
                Long.parseLong(fields[GROUP]),
                Long.parseLong(fields[SESSION]),
                fields[START_TIME],
                new LazyCookie(name + "/environ"));
    }

    /** Read at most once a scan, however many members ask for it; most are never asked for. */
    private final class LazyCookie implements Supplier<String> {
        private final String file;
        private @Nullable String value;

        LazyCookie(String file) {
            this.file = file;
        }

        @Override
        public String get() {
            String known = value;
            if (known == null) {
                known = cookie(contents(file));
                value = known;
            }
            return known;
        }
    }

    /** Empty where the process has ended meanwhile, or belongs to another user. */
    private byte[] contents(String file) {
        try (FileInputStream in = new FileInputStream(proc.resolve(file).toFile())) {
            return in.readAllBytes();
        } catch (IOException e) {
            return new byte[0];
        }
    }

    static String cookie(byte[] environ) {
        int start = 0;
        while (start < environ.length) {
            int end = start;
            while (end < environ.length && environ[end] != 0) {
                end++;
            }
            if (startsWithVariable(environ, start, end)) {
                int from = start + VARIABLE.length;
                return new String(environ, from, end - from, StandardCharsets.UTF_8);
            }
            start = end + 1;
        }
        return "";
    }

    private static boolean startsWithVariable(byte[] environ, int start, int end) {
        if (end - start < VARIABLE.length) {
            return false;
        }
        for (int i = 0; i < VARIABLE.length; i++) {
            if (environ[start + i] != VARIABLE[i]) {
                return false;
            }
        }
        return true;
    }
}
