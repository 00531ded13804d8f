package dev.runner.cluster.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassListMergerTest {
    @TempDir
    Path home;

    @Test
    void theyAreOneWithoutTheNumbersOfEach() throws IOException {
        Path leader = Files.writeString(home.resolve("leader"), """
                # a comment
                java/lang/Object id: 0
                app/Leader id: 1
                @lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder invokeExact_MT L3_L
                app/Own id: 2 super: 0 source: /plugin.jar
                app/Common id: 3
                """);
        Path follower = Files.writeString(
                home.resolve("follower"), "java/lang/Object id: 0\napp/Follower\napp/Common id: 1\napp/Half-writ");

        assertThat(ClassListMerger.merge(List.of(leader, follower))).isEqualTo("""
                java/lang/Object
                app/Leader
                @lambda-form-invoker [LF_RESOLVE] java.lang.invoke.Invokers$Holder invokeExact_MT L3_L
                app/Common
                app/Follower
                """);
    }

    @Test
    void oneThatHasNotBegunAddsNothing() throws IOException {
        Path empty = Files.createFile(home.resolve("empty"));
        Path list = Files.writeString(home.resolve("list"), "java/lang/Object id: 0\n");

        assertThat(ClassListMerger.merge(List.of(empty, list))).isEqualTo("java/lang/Object\n");
    }
}
