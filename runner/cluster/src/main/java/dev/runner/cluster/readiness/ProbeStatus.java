package dev.runner.cluster.readiness;

import dev.runner.util.Counted;
import dev.runner.util.DurationFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a probe has seen so far: why something is not ready, or not formed.
 *
 * @param probe in short, without what it is wrapped in: {@code tcp 127.100.0.1:2181}, {@code serf members}
 * @param answer the last one, in words that follow the probe
 * @param attempts how many answers there have been; 0 before the first
 * @param since when this answer came for the first time, with no other one since
 * @param remark on the answer, behind a semicolon, such as what to try; may be empty
 * @param output what a command printed at its last attempt, its end, oldest line first; empty for other probes
 */
public record ProbeStatus(
        String probe, String answer, int attempts, Instant since, String remark, List<String> output) {
    private static final Duration WORTH_TELLING = Duration.ofSeconds(1);
    private static final int LONGEST_QUOTE = 160;

    public ProbeStatus {
        output = List.copyOf(output);
    }

    static ProbeStatus begun(String probe) {
        return new ProbeStatus(probe, "not seen yet", 0, Instant.now(), "", List.of());
    }

    /** The same after one more attempt. */
    ProbeStatus next(String what, ProbeResult seen) {
        boolean same = what.equals(probe) && seen.what().equals(answer) && attempts > 0;
        return new ProbeStatus(what, seen.what(), attempts + 1, same ? since : Instant.now(), "", seen.output());
    }

    /** The same at one more line of output, none of which is the awaited one. */
    ProbeStatus nextLine(String remark) {
        int lines = attempts + 1;
        String none = lines == 1 ? "not in the one line so far" : "none of " + lines + " lines so far";
        return new ProbeStatus(probe, none, lines, since, remark, output);
    }

    /** The same with a remark on the answer; may be empty. */
    ProbeStatus with(String remark) {
        return new ProbeStatus(probe, answer, attempts, since, this.remark + remark, output);
    }

    /** The answer with the remark on it. */
    public String remarkedAnswer() {
        return answer + remark;
    }

    /** {@code tcp 127.100.0.1:2181: connection refused for 4.2 s (312 attempts)}, in one line. */
    public String describe() {
        return describe(Instant.now());
    }

    String describe(Instant now) {
        Duration age = Duration.between(since, now);
        String lasted = age.compareTo(WORTH_TELLING) < 0 ? "" : " for " + DurationFormat.describe(age);
        boolean countsLines = answer.contains(" so far");
        String counted = attempts == 0 || countsLines ? "" : " (" + Counted.of(attempts, "attempt") + ")";
        return probe + ": " + answer + lasted + counted + quote() + remark;
    }

    private String quote() {
        if (output.isEmpty()) {
            return "";
        }
        String last = output.get(output.size() - 1);
        String cut = last.length() <= LONGEST_QUOTE ? last : last.substring(0, LONGEST_QUOTE - 3) + "...";
        return ", it printed \"" + cut + "\"";
    }
}
