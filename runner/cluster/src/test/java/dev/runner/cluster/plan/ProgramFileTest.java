package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramFileTest {
    private static final String PATH = "/usr/bin:/bin";
    private static final int AMD64 = 62;
    private static final int AARCH64 = 183;

    @TempDir
    Path directory;

    private @Nullable String problem(String text) throws IOException {
        return ProgramFile.problem(Files.writeString(directory.resolve("run"), text), PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/sh\r\nsleep 9\r\n", "#!/usr/bin/env python3\r\n", "#! /bin/sh -e\r\n"})
    void carriageReturnsAreNamed(String script) throws IOException {
        assertThat(problem(script)).contains("CR LF").contains("dos2unix");
    }

    @Test
    void aMissingInterpreterIsNamed() throws IOException {
        assertThat(problem("#!/opt/none/perl -w\n")).contains("the interpreter /opt/none/perl, which does not exist");
        assertThat(problem("#!\n")).contains("names no interpreter");
    }

    @Test
    void anInterpreterThatCannotBeExecutedIsNamed() throws IOException {
        assertThat(problem("#!" + directory + "\n")).contains("interpreter " + directory + ", which is a directory");
        Path plain = Files.createFile(directory.resolve("plain"));
        assertThat(problem("#!" + plain + "\n"))
                .contains("interpreter " + plain + ", which is not executable; `chmod +x`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/usr/bin/env nopython\n",
                "#! /usr/bin/env  nopython \nx",
                "#!/usr/bin/env -S nopython -u\n",
                "#!/usr/bin/env -Snopython"
            })
    void whatEnvDoesNotFindIsNamed(String script) throws IOException {
        assertThat(problem(script)).contains("env look for the interpreter nopython, which is not on the PATH");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void oneWordOfSeveralIsNamed() throws IOException {
        assertThat(problem("#!/usr/bin/env sh -e\n")).contains("write `env -S sh -e`");
    }

    @Test
    void whereEnvLooksDependsOnTheMember() throws IOException {
        Path script = Files.writeString(directory.resolve("run"), "#!/usr/bin/env nopython\n");
        for (String path : new String[] {"", "bin:/usr/bin", "/bin:", "/bin::/usr/bin"}) {
            assertThat(ProgramFile.problem(script, path)).as(path).isNull();
        }
        assertThat(Files.createFile(directory.resolve("nopython")).toFile().setExecutable(true))
                .isTrue();
        assertThat(ProgramFile.problem(script, "/none:" + directory)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/sh\nx",
                "#!/usr/bin/env sh\n",
                "#!/usr/bin/env -S sh -e\n",
                "#!/usr/bin/env -S A=1 nothing\n",
                "#!/usr/bin/env -i nothing\n",
                "#!nothing\n",
                "#!/bin/sh",
                "",
                "plain\r\n"
            })
    void theRestIsTheSystemsAffair(String script) throws IOException {
        assertThat(problem(script)).isNull();
    }

    /** A program with one segment, which names its loader. */
    private Path elf(int machine, String loader) throws IOException {
        byte[] name = (loader + "\0").getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(120 + name.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1});
        bytes.putShort(18, (short) machine).putLong(32, 64);
        bytes.putShort(54, (short) 56).putShort(56, (short) 1);
        bytes.putInt(64, 3).putLong(64 + 8, 120).putLong(64 + 32, name.length);
        bytes.put(120, name);
        return Files.write(directory.resolve("elf"), bytes.array());
    }

    private static int machineOfThis() {
        return System.getProperty("os.arch").equals("aarch64") ? AARCH64 : AMD64;
    }

    private static int other() {
        return AMD64 + AARCH64 - machineOfThis();
    }

    @Test
    void aMissingLoaderIsNamed() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/exe")), "not Linux");
        assertThat(ProgramFile.problem(elf(machineOfThis(), "/lib/ld-none.so.1"), PATH))
                .contains("and its loader /lib/ld-none.so.1 is not on this machine");
        assertThat(ProgramFile.problem(elf(machineOfThis(), "/bin/sh"), PATH)).isNull();
        assertThat(ProgramFile.problem(Path.of("/proc/self/exe").toRealPath(), PATH))
                .isNull();
    }

    @Test
    void aProgramThatIsCutOffIsNamed() throws IOException {
        byte[] whole = Files.readAllBytes(elf(machineOfThis(), "/bin/sh"));
        for (int length : new int[] {4, 20, 63, 64, 119, 121}) {
            Path cut = Files.write(directory.resolve("cut"), Arrays.copyOf(whole, length));
            assertThat(ProgramFile.problem(cut, PATH)).contains("which is cut off after " + length + " bytes");
        }
    }

    /** There may be an emulator, which nothing shows in a container. */
    @Test
    void theMachineIsNamedOnceTheSystemHasRefused() throws IOException {
        Path foreign = elf(other(), "/lib/ld-none.so.1");
        assertThat(ProgramFile.problem(foreign, PATH)).isNull();
        assertThat(ProgramFile.problemOfRefused(foreign))
                .matches("which is built for (aarch64|x86-64), and this machine is (aarch64|x86-64)");
        Path windows = Files.write(directory.resolve("exe"), new byte[] {'M', 'Z', 0});
        assertThat(ProgramFile.problemOfRefused(windows)).isEqualTo("which is a program for Windows");
        assertThat(ProgramFile.problemOfRefused(Path.of("/bin/sh"))).isNull();
        assertThat(ProgramFile.problemOfRefused(directory)).isNull();
        assertThat(ProgramFile.problemOfRefused(directory.resolve("none"))).isNull();
    }
}
