package dev.runner.cluster.plan;

import dev.runner.cluster.jvm.JvmLaunchOptions;
import dev.runner.cluster.spec.CommandTemplate;
import dev.runner.cluster.spec.CommandWord;
import dev.runner.cluster.spec.EachHost;
import dev.runner.cluster.spec.PortParser;
import dev.runner.cluster.spec.SpecFile;
import dev.runner.cluster.spec.SpecProblem;
import dev.runner.cluster.template.TemplateException;
import dev.runner.cluster.template.TemplateText;
import dev.runner.cluster.template.Templates;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Fills in the texts of one part of a spec, and gathers what is wrong with them. */
final class SpecTextRenderer {
    /** Where programs are looked for when the environment does not say. */
    static final String USUAL_PATH = "/usr/bin:/bin";

    private static final String SHELL = "/bin/sh";

    /** The one word that stands for several. */
    private static final String JVM = "{{jvm}}";

    private final SpecFile file;
    private final JvmLaunchOptions jvm;
    private final Path membersJar;
    private final ProgramResolver programs;
    private final String prefix;
    private final List<SpecProblem> problems = new ArrayList<>();

    /** @param prefix what comes before each key in messages, {@code members.kafka.} for instance */
    SpecTextRenderer(SpecFile file, PlanInputs inputs, ProgramResolver programs, String prefix) {
        this.file = file;
        this.jvm = inputs.jvm();
        this.membersJar = inputs.membersJar();
        this.programs = programs;
        this.prefix = prefix;
    }

    List<SpecProblem> problems() {
        return problems;
    }

    /** @param environment all variables of the command: its program is looked for on their PATH */
    List<String> command(
            String key, CommandTemplate line, Map<String, Object> values, Map<String, String> environment) {
        List<String> words = new ArrayList<>();
        List<String> jvm = this.jvm.words(
                environment, line.words().stream().map(TemplateText::text).toList());
        for (CommandWord item : line.items()) {
            if (item.each() != EachHost.NONE) {
                addForEachHost(key, item, values, words);
            } else if (item.args().get(0).text().equals(JVM) && !line.shell()) {
                words.addAll(jvm);
            } else {
                words.add(render(key, item.args().get(0), withJvm(values, jvm)));
            }
        }
        checkMembersJar(key, line.words().get(0), words);
        if (line.shell()) {
            return List.of(SHELL, "-c", words.get(0));
        }
        try {
            String path = environment.getOrDefault("PATH", USUAL_PATH);
            words.set(0, programs.resolve(setting(key), words.get(0), path).toString());
        } catch (IllegalArgumentException e) {
            problem(line.words().get(0), String.valueOf(e.getMessage()));
        }
        return this.jvm.withArchive(words, membersJar);
    }

    /** The values of a host hide those of the member, as they do in a section on all hosts. */
    private void addForEachHost(String key, CommandWord item, Map<String, Object> values, List<String> words) {
        if (!(values.get("hosts") instanceof List<?> hosts)) {
            throw new IllegalStateException("every text knows the hosts");
        }
        int most = item.first() == null ? hosts.size() : Math.min(item.first(), hosts.size());
        for (Object each : hosts.subList(0, most)) {
            Map<?, ?> host = (Map<?, ?>) each;
            if (item.each() == EachHost.HOSTS || !Boolean.TRUE.equals(host.get("self"))) {
                Map<String, Object> all = new HashMap<>(values);
                host.forEach((name, value) -> all.put((String) name, value));
                item.args().forEach(text -> words.add(render(key, text, all)));
            }
        }
    }

    /** For a shell, or within a longer word, {@code {{jvm}}} is one text. */
    private static Map<String, Object> withJvm(Map<String, Object> values, List<String> jvm) {
        Map<String, Object> all = new HashMap<>(values);
        all.put("jvm", jvm.stream().map(ShellQuoter::quote).collect(Collectors.joining(" ")));
        return all;
    }

    String render(String key, TemplateText text, Map<String, Object> values) {
        try {
            String rendered = Templates.render(text, values);
            if (rendered.indexOf('\0') >= 0) {
                problem(text, "`" + setting(key) + "`: a NUL character cannot be passed to a program");
            }
            return rendered;
        } catch (TemplateException e) {
            problems.add(new SpecProblem(file(e.file()), e.line(), 0, "`" + setting(key) + "`: " + e.detail()));
            return "";
        }
    }

    /** A port; 1 after a mistake, which ends the plan anyway. */
    int port(String key, TemplateText text, Map<String, Object> values) {
        int before = problems.size();
        String port = render(key, text, values);
        try {
            return PortParser.parse(port);
        } catch (IllegalArgumentException e) {
            if (problems.size() == before) {
                problem(text, "`" + setting(key) + "`: " + e.getMessage());
            }
            return 1;
        }
    }

    void problem(TemplateText place, String message) {
        problems.add(new SpecProblem(file(place.file()), place.line(), 0, message));
    }

    String setting(String key) {
        return prefix + key;
    }

    private String file(String named) {
        return named.isEmpty() ? file.label() : named;
    }

    /** F14: the jar with our own coordinator and worker is a program that can be missing, too. */
    private void checkMembersJar(String key, TemplateText place, List<String> words) {
        if (words.contains(membersJar.toString()) && !Files.isRegularFile(membersJar)) {
            problem(
                    place,
                    "`" + setting(key) + "` names {{members}}, but " + membersJar
                            + " does not exist; build the project, or install the release archive again");
        }
    }
}
