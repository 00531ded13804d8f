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

/** The public API matches the approved one in {@code public-api.txt}. */
@Tag("R17")
class PublicApiTest {
    private static final Path APPROVED = Path.of("src/test/resources/public-api.txt");

    @Test
    void matchesTheApprovedApi() throws Exception {
        Path actual = Path.of("target/public-api.txt");
        Files.writeString(actual, String.join("\n", api()) + "\n");

        assertThat(Files.readAllLines(actual))
                .as(
                        "the public API has changed: where that is meant, copy %s over %s, and tell it in CHANGELOG.md",
                        actual, APPROVED)
                .isEqualTo(Files.readAllLines(APPROVED));
    }

    /** The signatures have no types of the cluster library or of packed dependencies. */
    @Test
    void exposesNoInternalTypes() throws Exception {
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
