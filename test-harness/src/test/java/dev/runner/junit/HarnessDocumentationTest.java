package dev.runner.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples in the documentation compile. */
@Tag("R17")
class HarnessDocumentationTest {
    private static final Pattern EXAMPLE = Pattern.compile("(?s)\n```java\n(.*?)```");
    private static final String IMPORTS =
            "import dev.runner.junit.*; import java.lang.annotation.*; import java.nio.file.Path; import java.time.*; "
                    + "import java.util.*; import org.junit.jupiter.api.*; import org.junit.jupiter.api.extension.*; "
                    + "import static org.junit.jupiter.api.Assertions.*;\n";

    @TempDir
    Path classes;

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/test-harness.md"})
    void examplesCompile(String page) throws Exception {
        Matcher examples = EXAMPLE.matcher(Files.readString(Path.of("..").resolve(page)));
        int found = 0;
        while (examples.find()) {
            assertThat(mistakes(examples.group(1))).as(examples.group(1)).isEmpty();
            found++;
        }
        assertThat(found).isPositive();
    }

    private List<String> mistakes(String example) {
        JavaFileObject source =
                new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return IMPORTS + example;
                    }
                };
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        boolean compiled = compiler.getTask(null, null, found, options, null, List.of(source))
                .call();
        List<String> mistakes = new ArrayList<>();
        for (Diagnostic<?> each : found.getDiagnostics()) {
            mistakes.add(each.toString());
        }
        return compiled ? List.of() : mistakes;
    }
}
