package dev.runner.cluster.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterpreterTest {
    @TempDir
    Path directory;

    private @Nullable String problem(String text) throws IOException {
        return Interpreter.problem(Files.writeString(directory.resolve("run"), text));
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

    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/sh\nx", "#!/usr/bin/env nothing\n", "#!/bin/sh", "", "\u007FELF\r\n", "plain\r\n"})
    void theRestIsTheSystemsAffair(String script) throws IOException {
        assertThat(problem(script)).isNull();
    }
}
