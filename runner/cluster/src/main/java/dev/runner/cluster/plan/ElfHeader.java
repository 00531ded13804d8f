package dev.runner.cluster.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a program in Linux's format: for which machine it is, and by which loader it is run (elf(5)).
 *
 * @param isWide whether it is of 64 bits
 * @param bytes the header, complete with zeros where the file ends before
 * @param length how much of it is there
 */
record ElfHeader(boolean isWide, ByteBuffer bytes, int length) {
    private static final int WIDE = 64;
    private static final int NARROW = 52;
    private static final int LOADER = 3; // PT_INTERP
    private static final int LONGEST_PATH = 4096;
    private static final int MOST_SEGMENTS = 256;

    private static final Map<Integer, String> MACHINES = Map.ofEntries(
            Map.entry(3, "x86 (32 bits)"),
            Map.entry(8, "mips"),
            Map.entry(20, "powerpc"),
            Map.entry(21, "powerpc64"),
            Map.entry(22, "s390x"),
            Map.entry(40, "arm (32 bits)"),
            Map.entry(62, "x86-64"),
            Map.entry(183, "aarch64"),
            Map.entry(243, "riscv64"),
            Map.entry(258, "loongarch64"));

    /** What machines run, by the name that Java has for them; the first is their own. */
    private static final Map<String, List<Integer>> RUN_BY = Map.of(
            "amd64", List.of(62, 3),
            "x86_64", List.of(62, 3),
            "aarch64", List.of(183, 40),
            "ppc64le", List.of(21),
            "s390x", List.of(22),
            "riscv64", List.of(243));

    /** Null where a file is no such program. */
    static @Nullable ElfHeader of(FileChannel file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(WIDE);
        int length = Math.max(0, file.read(bytes, 0));
        if (length < 4 || bytes.getInt(0) != 0x7f454c46) {
            return null;
        }
        bytes.order(bytes.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        return new ElfHeader(bytes.get(4) == 2, bytes, length);
    }

    /** Why this machine cannot run it, for behind its name; null where nothing is known against it. */
    @Nullable String problem(FileChannel file) throws IOException {
        if (length < (isWide ? WIDE : NARROW)) {
            return cutOff(file);
        }
        if (isForeign()) {
            return null; // an emulator may run it
        }
        long table = isWide ? bytes.getLong(32) : unsigned(bytes.getInt(28));
        int size = bytes.getShort(isWide ? 54 : 42) & 0xffff;
        int count = Math.min(MOST_SEGMENTS, bytes.getShort(isWide ? 56 : 44) & 0xffff);
        if (size < (isWide ? 56 : 32) || size > WIDE || table < 0) {
            return null;
        }
        ByteBuffer segments = ByteBuffer.allocate(size * count).order(bytes.order());
        if (file.read(segments, table) < size * count) {
            return cutOff(file);
        }
        for (int i = 0; i < count; i++) {
            int at = i * size;
            if (segments.getInt(at) == LOADER) {
                long place = isWide ? segments.getLong(at + 8) : unsigned(segments.getInt(at + 4));
                long wanted = isWide ? segments.getLong(at + 32) : unsigned(segments.getInt(at + 16));
                return ofLoader(file, place, wanted);
            }
        }
        return null;
    }

    private static @Nullable String ofLoader(FileChannel file, long place, long wanted) throws IOException {
        if (place < 0 || wanted < 2 || wanted > LONGEST_PATH) {
            return null;
        }
        ByteBuffer name = ByteBuffer.allocate((int) wanted);
        if (file.read(name, place) < wanted) {
            return cutOff(file);
        }
        String loader = new String(name.array(), 0, (int) wanted - 1, StandardCharsets.US_ASCII);
        if (!loader.matches("/[!-~]+") || Files.exists(Path.of(loader))) {
            return null;
        }
        return "and its loader " + loader + " is not on this machine, as it was built for another C library or for"
                + " another system: install what has that file, or take a build for this system";
    }

    private static String cutOff(FileChannel file) throws IOException {
        return "which is cut off after " + file.size() + " bytes; build it or copy it again";
    }

    private static long unsigned(int value) {
        return Integer.toUnsignedLong(value);
    }

    /** Whether no machine of this kind runs it by itself. */
    boolean isForeign() {
        List<Integer> run = RUN_BY.get(System.getProperty("os.arch", ""));
        return run != null && !run.contains(code());
    }

    /** For people. */
    String machine() {
        return MACHINES.getOrDefault(code(), "a machine of kind " + code());
    }

    static String machineOfThis() {
        String java = System.getProperty("os.arch", "");
        List<Integer> run = RUN_BY.get(java);
        return run == null ? java : MACHINES.getOrDefault(run.get(0), java);
    }

    private int code() {
        return bytes.getShort(18) & 0xffff;
    }
}
