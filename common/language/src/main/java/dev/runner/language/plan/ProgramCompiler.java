package dev.runner.language.plan;

import dev.runner.language.diagnostic.DiagnosticCollector;
import dev.runner.language.operator.StreamPlan;
import dev.runner.language.syntax.ParsedSource;
import dev.runner.language.syntax.SourceParser;
import dev.runner.language.syntax.StreamDeclaration;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compiles a source, stream by stream. */
public final class ProgramCompiler {
    /** The most streams of a source. */
    public static final int MAX_STREAMS = 256;

    /** The name of a stream is the type of its events; workers refuse longer types from each other. */
    private static final int LONGEST_NAME = 128;

    private ProgramCompiler() {}

    /** The plan is valid only if no diagnostic is an error. */
    public static ProgramPlan compile(String text, DiagnosticCollector problems) {
        ParsedSource source = SourceParser.parse(text, problems);
        Map<String, StreamDeclaration> byName = new HashMap<>();
        List<StreamPlan> plans = new ArrayList<>();
        for (StreamDeclaration stream : source.streams()) {
            checkName(byName.putIfAbsent(stream.name(), stream), stream, problems);
            plans.add(new StreamCompiler(stream, problems).compile());
        }
        if (plans.size() > MAX_STREAMS) {
            problems.error(
                    source.streams().get(MAX_STREAMS).at(),
                    "found " + plans.size() + " streams; expected at most " + MAX_STREAMS,
                    "split it into several pipelines");
        }
        return new ProgramPlan(plans, fingerprint(source.text()));
    }

    private static void checkName(
            @Nullable StreamDeclaration first, StreamDeclaration second, DiagnosticCollector problems) {
        if (second.name().length() > LONGEST_NAME) {
            problems.error(
                    second.at(),
                    "the name has " + second.name().length() + " characters; expected at most " + LONGEST_NAME,
                    "give the stream a shorter name");
        }
        if (first != null) {
            problems.error(
                    second.at(),
                    "there are two streams named '" + second.name() + "', the first in line "
                            + first.at().line(),
                    "give this one another name");
        }
    }

    private static String fingerprint(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
