package dev.runner.cluster.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * What can be told of a program before it runs, by its first bytes. Where the system cannot run it, its own words, and
 * those of every shell, are often wrong: "not found" of a file that is there.
 */
public final class ProgramFile {
    /** Linux reads so much of a first line. */
    private static final int LONGEST_LINE = 255;

    private ProgramFile() {}

    /**
     * Why the system cannot run a program, for behind its name; null where nothing is known against it.
     *
     * @param path the PATH that it runs with
     */
    public static @Nullable String problem(Path program, String path) {
        return look(program, (file, begin) -> {
            if (begin.startsWith("#!")) {
                return Interpreter.problem(firstLine(begin), path);
            }
            ElfHeader elf = ElfHeader.of(file);
            return elf == null ? null : elf.problem(file);
        });
    }

    /**
     * The same for one that the system has refused to run: also for which machine it is, which is not known against it
     * before, as there may be an emulator.
     */
    public static @Nullable String problemOfRefused(Path program) {
        String known = problem(program, "");
        return known != null ? known : look(program, ProgramFile::foreign);
    }

    private interface Look {
        @Nullable String at(FileChannel file, String begin) throws IOException;
    }

    /** Nothing is known of what cannot be read: that it can be executed is enough. */
    private static @Nullable String look(Path program, Look look) {
        if (!Files.isRegularFile(program)) {
            return null;
        }
        try (FileChannel file = FileChannel.open(program, StandardOpenOption.READ)) {
            ByteBuffer begin = ByteBuffer.allocate(LONGEST_LINE);
            file.read(begin, 0);
            return look.at(file, new String(begin.array(), 0, begin.position(), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String foreign(FileChannel file, String begin) throws IOException {
        ElfHeader elf = ElfHeader.of(file);
        if (elf != null) {
            return elf.isForeign()
                    ? "which is built for " + elf.machine() + ", and this machine is " + ElfHeader.machineOfThis()
                    : null;
        } else if (begin.startsWith("MZ")) {
            return "which is a program for Windows";
        } else if (begin.startsWith("\u00cf\u00fa\u00ed\u00fe") || begin.startsWith("\u00ca\u00fe\u00ba\u00be")) {
            return "which is a program for macOS, or a Java class";
        }
        return null;
    }

    private static String firstLine(String begin) {
        int end = begin.indexOf('\n');
        return end < 0 ? begin : begin.substring(0, end);
    }
}
