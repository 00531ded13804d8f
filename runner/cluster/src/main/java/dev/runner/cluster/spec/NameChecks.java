package dev.runner.cluster.spec;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that no two members get the same name. Case does not tell them apart, as names become directories, and some
 * file systems do not distinguish it. The number of hosts may be overridden, so every possible ordinal counts.
 */
final class NameChecks {
    private static final Pattern NUMBERED = Pattern.compile("(.+)-(0|[1-9]\\d{0,2})");

    private final ClusterSpec spec;
    private final SpecChecks.Report report;

    NameChecks(ClusterSpec spec, SpecChecks.Report report) {
        this.spec = spec;
        this.report = report;
    }

    void run() {
        Map<String, String> folded = new HashMap<>();
        for (String kind : spec.members().keySet()) {
            String path = YamlRecordBinder.keyOf("members." + kind);
            if (!SpecChecks.NAME.matcher(kind).matches()) {
                report.at(path, "`" + kind + "` is not a valid name; use letters, digits, - and _, 63 at most");
            }
            String other = folded.putIfAbsent(kind.toLowerCase(Locale.ROOT), kind);
            if (other != null) {
                report.at(path, "differs from member `" + other + "` only in case; choose another name");
            }
        }
        spec.members().forEach((kind, member) -> {
            if (member.on().coordinator()) {
                collision(kind, folded);
                if (kind.equalsIgnoreCase("setup")) {
                    report.at(
                            YamlRecordBinder.keyOf("members." + kind),
                            "is the name under which the commands of `setup` run; choose another name");
                }
            }
        });
    }

    private void collision(String kind, Map<String, String> folded) {
        Matcher numbered = NUMBERED.matcher(kind.toLowerCase(Locale.ROOT));
        String other = numbered.matches() ? folded.get(numbered.group(1)) : null;
        if (other != null && hasHost(other, Integer.parseInt(numbered.group(2)))) {
            report.at(
                    YamlRecordBinder.keyOf("members." + kind),
                    "has the name of a member of kind `" + other + "`; choose another name");
        }
    }

    private boolean hasHost(String kind, int ordinal) {
        MemberKind member = spec.members().get(kind);
        if (member == null || member.on().coordinator()) {
            return false;
        }
        return member.on().ordinals() == null || member.on().ordinals().contains(ordinal);
    }
}
