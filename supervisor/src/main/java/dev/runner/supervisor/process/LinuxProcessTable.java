package dev.runner.supervisor.process;

import java.io.File;
import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The process table from {@code /proc} (proc(5)). */
final class LinuxProcessTable implements ProcessTable {
    private static final byte[] VARIABLE = "MULTIHOST_COOKIE=".getBytes(StandardCharsets.US_ASCII);
    private static final String UNKNOWN = "?";
    private static final int PARENT = 1;
    private static final int GROUP = 2;
    private static final int SESSION = 3;
    private static final int THREADS = 17;
    private static final int START_TIME = 19;

    /** More than the numbers of proc(5) and a name of 64 bytes can take. */
    private static final int LONGEST_STAT = 2048;

    private final String proc;
    private final long cookiesSince;

    LinuxProcessTable(Path proc) {
        this(proc, 0);
    }

    /** @param cookiesSince processes that were started before have no cookie that anybody would look for */
    private LinuxProcessTable(Path proc, long cookiesSince) {
        this.proc = proc + "/";
        this.cookiesSince = cookiesSince;
    }

    /**
     * For the cookies of a run that begins now, or began in this process: who was started before this process cannot
     * carry them, and need not be looked at for them. That spares the environment of nearly every process of the
     * machine.
     */
    static LinuxProcessTable ofThisProcess(Path proc) {
        String own =
                new LinuxProcessTable(proc).startTime(ProcessHandle.current().pid());
        return new LinuxProcessTable(proc, own.equals(UNKNOWN) ? 0 : Long.parseLong(own));
    }

    @Override
    public List<ProcessInfo> scan() throws IOException {
        String[] names = new File(proc).list();
        if (names == null) {
            throw new IOException(proc + " cannot be read");
        }
        List<ProcessInfo> processes = new ArrayList<>(names.length);
        byte[] buffer = new byte[LONGEST_STAT];
        for (String name : names) {
            if (Character.isDigit(name.charAt(0))) {
                ProcessInfo process = read(name, buffer);
                if (process != null) {
                    processes.add(process);
                }
            }
        }
        return processes;
    }

    @Override
    public String startTime(long pid) {
        try {
            ProcessInfo process = read(Long.toString(pid), new byte[LONGEST_STAT]);
            return process == null ? UNKNOWN : process.startTime();
        } catch (IOException e) {
            return UNKNOWN;
        }
    }

    /**
     * Null where it has ended, or is not shown to us.
     *
     * @throws IOException where it could be read by a process that may open more files: it is not known whether it runs
     */
    private @Nullable ProcessInfo read(String pid, byte[] buffer) throws IOException {
        String stat = proc + pid + "/stat";
        try (FileInputStream in = new FileInputStream(stat)) {
            // The kernel writes it at one go.
            int length = in.read(buffer);
            return length <= 0 ? null : parse(pid, buffer, length);
        } catch (FileNotFoundException e) {
            if (new File(stat).canRead()) {
                throw e;
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * The fields after the command's name, which is in parentheses and may itself contain any character. By hand, and
     * not by splitting: this is done for every process of the machine whenever a member ends.
     */
    private @Nullable ProcessInfo parse(String pid, byte[] stat, int length) {
        int at = length - 1;
        while (stat[at] != ')') {
            at--;
        }
        char state = (char) stat[at + 2];
        long[] numbers = new long[START_TIME + 1];
        int field = 0;
        for (int i = at + 3; i < length && field <= START_TIME; i++) {
            byte b = stat[i];
            if (b == ' ') {
                field++;
            } else if (field <= START_TIME && b >= '0' && b <= '9') {
                numbers[field] = 10 * numbers[field] + (b - '0');
            }
        }
        // A process whose first thread has ended shows as a zombie too, while its other threads run on.
        if ((state == 'Z' && numbers[THREADS] <= 1) || state == 'X') {
            return null;
        }
        long startTime = numbers[START_TIME];
        return new ProcessInfo(
                Long.parseLong(pid),
                numbers[PARENT],
                numbers[GROUP],
                numbers[SESSION],
                Long.toString(startTime),
                startTime < cookiesSince ? () -> "" : new LazyCookie(pid + "/environ"));
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

    /**
     * Empty where the process has ended meanwhile, or belongs to another user.
     *
     * @throws UncheckedIOException where no file can be opened
     */
    private byte[] contents(String file) {
        try (FileInputStream in = new FileInputStream(proc + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            requireFreeDescriptor();
            return new byte[0];
        }
    }

    /** It may be forbidden to read of a process what its file's mode allows; so another file is tried. */
    private void requireFreeDescriptor() {
        String known = proc + "self/stat";
        try (FileInputStream in = new FileInputStream(known)) {
            in.read();
        } catch (IOException e) {
            if (new File(known).canRead()) {
                throw new UncheckedIOException(e);
            }
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
