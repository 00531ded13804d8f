package dev.runner.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runner.language.value.Values;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The examples in the documentation have the documented results. */
class LanguageDocumentationTest {
    private static final Pattern EXAMPLE =
            Pattern.compile("```pipeline\n(.*?)```\n\n((?:\\|[^\n]*\n)+)", Pattern.DOTALL);
    private static final Pattern EVENT = Pattern.compile("`(\\w+) \\{([^`]*)}`");
    private static final Pattern FIELD = Pattern.compile("\"(\\w+)\": (\"[^\"]*\"|[^,]+)");

    @Test
    @Tag("P4")
    void examplesGiveTheDocumentedResults() throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(Path.of("..", "..", "docs", "pipelines.md")));
        int examples = 0;
        while (example.find()) {
            examples++;
            ProgramRun run = TestPrograms.run(example.group(1));
            example.group(2).lines().skip(2).forEach(line -> {
                String[] cells = line.split("\\|", -1);
                assertThat(TestPrograms.outputs(run, 0, events(cells[1]).get(0)))
                        .extracting(LanguageDocumentationTest::asJson)
                        .isEqualTo(events(cells[2]));
            });
        }
        assertThat(examples).isEqualTo(4);
    }

    private static Event asJson(Event event) {
        @Nullable Object[] fields = new @Nullable Object[2 * event.size()];
        for (int i = 0; i < event.size(); i++) {
            fields[2 * i] = event.name(i);
            fields[2 * i + 1] = Values.toJson(event.value(i));
        }
        return TestPrograms.event(event.type(), fields);
    }

    private static List<Event> events(String cell) {
        List<Event> events = new ArrayList<>();
        Matcher event = EVENT.matcher(cell);
        while (event.find()) {
            List<Object> fields = new ArrayList<>();
            Matcher field = FIELD.matcher(event.group(2));
            while (field.find()) {
                fields.add(field.group(1));
                fields.add(value(field.group(2)));
            }
            events.add(TestPrograms.event(event.group(1), fields.toArray()));
        }
        return events;
    }

    private static Object value(String text) {
        if (text.startsWith("\"")) {
            return text.substring(1, text.length() - 1);
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return text.contains(".") ? (Object) Double.valueOf(text) : Long.valueOf(text);
    }
}
