package dev.runner.cluster.template;

import com.samskivert.mustache.BasicCollector;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.MustacheParseException;
import com.samskivert.mustache.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Renders the texts of a spec. The syntax is Mustache's, as JMustache reads it: {@code {{name}}}, sections over lists
 * with {@code {{^-last}}} for a separator, and nothing of our own. Nothing is escaped, and a name without a value is an
 * error, also as a section and as a part of a compound name: an empty string in a configuration file is found hours
 * later, in the log of a third-party program.
 */
public final class Templates {
    private static final Pattern ENGINE_LINE = Pattern.compile(" ?@? ?(?:on )?line (\\d+)");

    private static final Pattern TAG = Pattern.compile("\\{\\{[#^&/]?\\s*([^{}]*?)\\s*}}");

    private static final String LITERALLY = "; braces for another program are taken literally behind {{=<% %>=}},"
            + " after which our own tags are written <%ip%>";

    private static final String TOO_DEEP = "the template is wrong: it has too many sections within sections";

    private static final Mustache.Compiler COMPILER = Mustache.compiler()
            .escapeHTML(false)
            .strictSections(true)
            .withCollector(new PlainValues())
            .withLoader(name -> {
                throw new MustacheException("a text cannot include another one ({{>" + name + "}})");
            });

    private Templates() {}

    /**
     * Fills in a text.
     *
     * @param values strings, numbers, maps of such and lists of maps; nothing else is looked into
     * @throws TemplateException for a mistake in the text or a value that does not exist
     */
    public static String render(TemplateText text, Map<String, Object> values) {
        if (!text.hasTags()) {
            return text.text();
        }
        try {
            return compile(text).execute(values);
        } catch (MustacheException.Context e) {
            throw at(text, e.lineNo, missing(text, e.lineNo, e.key, values), e);
        } catch (MustacheException e) {
            throw at(text, 1, String.valueOf(e.getMessage()), e);
        } catch (StackOverflowError e) {
            throw at(text, 1, TOO_DEEP, e);
        }
    }

    /**
     * Checks the syntax alone, without values.
     *
     * @throws TemplateException for a mistake in the text
     */
    public static void check(TemplateText text) {
        if (text.hasTags()) {
            compile(text);
        }
    }

    private static Template compile(TemplateText text) {
        refuseOpenTag(text);
        try {
            return COMPILER.compile(text.text());
        } catch (MustacheParseException e) {
            String message = String.valueOf(e.getMessage());
            Matcher line = ENGINE_LINE.matcher(message);
            int number = line.find() ? Integer.parseInt(line.group(1)) : 1;
            throw at(text, number, "the template is wrong: " + line.reset().replaceAll("") + LITERALLY, e);
        } catch (StackOverflowError e) {
            throw at(text, 1, TOO_DEEP, e);
        }
    }

    /** The engine takes a tag that is never closed for plain text. */
    private static void refuseOpenTag(TemplateText text) {
        int open = text.text().lastIndexOf("{{");
        if (open > text.text().lastIndexOf("}}") && !text.text().contains("{{=")) {
            int linesBefore =
                    (int) text.text().chars().limit(open).filter(c -> c == '\n').count();
            throw new TemplateException(
                    text.file(),
                    text.line() + linesBefore,
                    "the template is wrong: a tag is opened by {{ and never closed by }}" + LITERALLY,
                    null);
        }
    }

    private static TemplateException at(TemplateText text, int lineInText, String detail, Throwable cause) {
        return new TemplateException(text.file(), text.line() + lineInText - 1, detail, cause);
    }

    private static String missing(TemplateText text, int line, String key, Map<String, Object> values) {
        if (key.startsWith("env.")) {
            return "{{" + key + "}}: the environment variable " + key.substring(4) + " is not set";
        }
        if (key.startsWith("coordinator.") && Boolean.FALSE.equals(values.get("coordinator"))) {
            return "{{" + key + "}}: no member of this spec is `on: coordinator`";
        }
        if (key.equals("classpath")) {
            return "{{classpath}}: this kind of member has no `classpath`; write one, like classpath: [lib/*.jar]";
        }
        return written(text, line, key) + " has no value here; known are " + String.join(", ", names(values))
                + LITERALLY;
    }

    /** The tag as it stands in the text: the engine takes names apart at dots. */
    private static String written(TemplateText text, int line, String key) {
        Matcher tag =
                TAG.matcher(text.text().lines().skip(line - 1L).findFirst().orElse(""));
        String like = "";
        while (tag.find()) {
            if (tag.group(1).equals(key)) {
                return tag.group();
            } else if (like.isEmpty() && tag.group(1).contains(key)) {
                like = tag.group();
            }
        }
        return like.isEmpty() ? "{{" + key + "}}" : like;
    }

    private static List<String> names(Map<String, Object> values) {
        return values.keySet().stream().sorted().toList();
    }

    /** Looks into maps and lists only: with the usual collector a tag could call any method of any value. */
    private static final class PlainValues extends BasicCollector {
        @Override
        public Mustache.@Nullable VariableFetcher createFetcher(Object context, String name) {
            return context instanceof Map ? MAP_FETCHER : null;
        }

        @Override
        public <K, V> Map<K, V> createFetcherCache() {
            return new HashMap<>();
        }
    }
}
