package dev.runner.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("F13")
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reading from a process heeds no interrupt
class StopSignalHandlerTest {
    @TempDir
    Path directory;

    @Test
    void theFirstSignalStopsAndEachFurtherOneKills() throws Exception {
        ProcessBuilder builder = ChildJvm.of(directory, Listener.class.getName());
        // The build may run under nohup, and what is ignored is inherited; a shell cannot take that back.
        builder.command().addAll(0, List.of("perl", "-e", "$SIG{HUP} = 'DEFAULT'; exec @ARGV"));
        assertThat(tell(builder, "TERM", "INT", "HUP")).containsExactly("stop 15 of 15", "kill", "kill");
    }

    @Test
    void anInterruptCountsAlsoWhereItWasIgnored() throws Exception {
        ProcessBuilder builder = ChildJvm.of(directory, Listener.class.getName());
        builder.command().addAll(0, List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "sh"));
        assertThat(tell(builder, "INT")).containsExactly("stop 2 of 2");
    }

    @Test
    void aHangUpThatIsIgnoredStaysSo() throws Exception {
        ProcessBuilder builder = ChildJvm.of(directory, Listener.class.getName());
        builder.command().addAll(0, List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("listening");
            ChildJvm.signal(process, "HUP");
            ChildJvm.signal(process, "TERM");
            assertThat(out.readLine()).isEqualTo("stop 15 of 15");
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private static List<String> tell(ProcessBuilder builder, String... signals)
            throws IOException, InterruptedException {
        Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> heard = new java.util.ArrayList<>();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("listening");
            for (String signal : signals) {
                ChildJvm.signal(process, signal);
                heard.add(out.readLine());
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return heard;
    }

    /** Says what it hears until it is killed. */
    static final class Listener {
        private Listener() {}

        public static void main(String[] args) throws IOException {
            StopSignalHandler signals = new StopSignalHandler();
            signals.handle(
                    signal -> System.out.println("stop " + signal + " of " + signals.first()),
                    () -> System.out.println("kill"));
            System.out.println("listening");
            System.in.transferTo(System.out);
        }
    }
}
