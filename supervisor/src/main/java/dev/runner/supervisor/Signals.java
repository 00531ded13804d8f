package dev.runner.supervisor;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Signal names and numbers of this system. POSIX fixes only a few of the numbers; the others differ between Linux and
 * macOS (signal(7) and sys/signal.h).
 */
public final class Signals {
    private static final Map<String, Integer> LINUX = table(
            "HUP 1 INT 2 QUIT 3 ILL 4 TRAP 5 ABRT 6 BUS 7 FPE 8 KILL 9 USR1 10 SEGV 11 USR2 12 PIPE 13 ALRM 14 TERM 15 "
                    + "STKFLT 16 CHLD 17 CONT 18 STOP 19 TSTP 20 TTIN 21 TTOU 22 URG 23 XCPU 24 XFSZ 25 VTALRM 26 "
                    + "PROF 27 WINCH 28 IO 29 PWR 30 SYS 31");
    private static final Map<String, Integer> MACOS = table(
            "HUP 1 INT 2 QUIT 3 ILL 4 TRAP 5 ABRT 6 EMT 7 FPE 8 KILL 9 BUS 10 SEGV 11 SYS 12 PIPE 13 ALRM 14 TERM 15 "
                    + "URG 16 STOP 17 TSTP 18 CONT 19 CHLD 20 TTIN 21 TTOU 22 IO 23 XCPU 24 XFSZ 25 VTALRM 26 PROF 27 "
                    + "WINCH 28 INFO 29 USR1 30 USR2 31");
    private static final Map<String, Integer> HERE =
            System.getProperty("os.name", "").startsWith("Mac") ? MACOS : LINUX;

    private Signals() {}

    /**
     * The number of a signal on this system.
     *
     * @param name {@code TERM}, {@code SIGTERM} or {@code term}
     * @throws IllegalArgumentException where there is no such signal, with a message that lists the common ones
     */
    public static int number(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        Integer number = HERE.get(upper.startsWith("SIG") ? upper.substring(3) : upper);
        if (number == null) {
            throw new IllegalArgumentException(
                    "there is no signal '" + name + "' here; common ones are TERM, INT, HUP, QUIT, USR1, USR2, KILL");
        }
        return number;
    }

    /** The name of a signal without {@code SIG}, or its number as text where it has no name (a real-time signal). */
    public static String name(int number) {
        for (Map.Entry<String, Integer> entry : HERE.entrySet()) {
            if (entry.getValue() == number) {
                return entry.getKey();
            }
        }
        return Integer.toString(number);
    }

    private static Map<String, Integer> table(String text) {
        Map<String, Integer> table = new TreeMap<>();
        String[] words = text.split(" ", -1);
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], Integer.valueOf(words[i + 1]));
        }
        return Map.copyOf(table);
    }
}
