package dev.runner.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Members that run as another user, which requires root. */
@IntegrationScenario
@Tag("R9")
class RunAsUserTest {
    private static final String SPEC = """
            members:
              nap:
                user: nobody
                command: 'echo "$MULTIHOST_COOKIE ready" >> "$MULTIHOST_NOTICES"; exec sleep 600'
                ready: {notice: true}
            """;

    @Test
    void commandsAndAddedHostsRunAsTheUser(Sandbox sandbox) throws Exception {
        assumeTrue(System.getProperty("user.name", "").equals("root"), "only root can become another user");
        openToOthers(sandbox.directory().resolveSibling("."));
        openToOthers(sandbox.directory());
        sandbox.write("nap.yaml", SPEC);
        sandbox.run("up", "-f", "nap.yaml", "--detach").expect(0);

        sandbox.run("add").expect(0);
        sandbox.run("wait").expect(0);

        for (String member : new String[] {"nap-0", "nap-1"}) {
            assertThat(sandbox.run("exec", member, "--", "sh", "-c", "id -un; echo $HOME; touch mine")
                            .expect(0)
                            .out())
                    .startsWith("nobody\n")
                    .doesNotContain("/root");
            assertThat(Files.getOwner(sandbox.cluster("nap")
                                    .resolve("members")
                                    .resolve(member)
                                    .resolve("mine"))
                            .getName())
                    .isEqualTo("nobody");
        }
        assertThat(sandbox.run("exec", "nap-0", "--", "sh", "-c", "ls ../../logs")
                        .exitCode())
                .isNotZero();
    }

    private static void openToOthers(Path directory) throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
