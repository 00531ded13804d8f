package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What users may rely on is what somebody has approved. */
@Tag("R17")
class PublicApiTest {
    private static final Path APPROVED = Path.of("src/test/resources/public-api.txt");

    @Test
    void isWhatWasApproved() throws Exception {
        Path actual = Path.of("target/public-api.txt");
        Files.writeString(actual, String.join("\n", api()) + "\n");

        assertThat(Files.readAllLines(actual))
                .as(
                        "the public API has changed: where that is meant, copy %s over %s, and tell it in CHANGELOG.md",
                        actual, APPROVED)
                .isEqualTo(Files.readAllLines(APPROVED));
    }

    /** Nothing of the library or of what is packed into the jar is in the signatures. */
    @Test
    void namesNothingButItselfAndWhatUsersHave() throws Exception {
        assertThat(api())
                .noneMatch(line -> line.contains("dev.runner.cluster") || line.contains("dev.runner.supervisor"))
                .noneMatch(line -> line.contains("com.") || line.contains("org.yaml"));
    }

    private static List<String> api() throws IOException, ClassNotFoundException {
        List<String> lines = new ArrayList<>();
        for (Class<?> each : publicTypes()) {
            lines.add(each.toGenericString());
            List<String> members = new ArrayList<>();
            for (Field field : each.getDeclaredFields()) {
                add(members, field, field.toGenericString());
            }
            for (Constructor<?> constructor : each.getDeclaredConstructors()) {
                add(members, constructor, constructor.toGenericString());
            }
            for (Method method : each.getDeclaredMethods()) {
                add(members, method, method.toGenericString());
            }
            members.sort(null);
            lines.addAll(members);
        }
        return lines;
    }

    private static void add(List<String> members, Member member, String text) {
        if (Modifier.isPublic(member.getModifiers()) && !member.isSynthetic()) {
            members.add("  " + text.replace("dev.runner.junit.", "").replace("java.lang.", ""));
        }
    }

    private static List<Class<?>> publicTypes() throws IOException, ClassNotFoundException {
        List<String> names;
        try (Stream<Path> files = Files.list(Path.of("target/classes/dev/runner/junit"))) {
            names = files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                    .map(file -> "dev.runner.junit." + file.substring(0, file.length() - ".class".length()))
                    .sorted()
                    .collect(Collectors.toList());
        }
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            Class<?> type = Class.forName(name, false, PublicApiTest.class.getClassLoader());
            boolean everywhere = true;
            for (Class<?> around = type; around != null; around = around.getEnclosingClass()) {
                everywhere &= Modifier.isPublic(around.getModifiers());
            }
            if (everywhere) {
                types.add(type);
            }
        }
        assertThat(types).isNotEmpty();
        return types;
    }
}
