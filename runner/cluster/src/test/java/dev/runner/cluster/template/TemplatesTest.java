package dev.runner.cluster.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runner.loopback.LoopbackNetwork;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("R5")
class TemplatesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{{name}} {{kind}} {{ip}} | zk-1 zk 127.100.1.1",
                "{{octets}} | 127,100,1,1",
                "{{ordinal}}/{{number}}/{{count}} | 1/2/3",
                "{{dir}}/conf | /a b/zk-1/conf",
                "{{network}} {{heap}} | 100 64",
                "{{java}} {{members}} | /jdk/bin/java /lib/members.jar",
                "{{ports.http}} {{ports.exchange}} | 28080 29000",
                "{{coordinator.ip}} | 127.100.255.1",
                "{{env.USER_NAME}} | <me & \"you\">",
                "{{#hosts}}{{number}}@{{ip}}:9093{{^-last}},{{/-last}}{{/hosts}} | 1@127.100.0.1:9093,2@127.100.1.1:9093,3@127.100.2.1:9093",
                "{{#hosts}}{{^self}}{{octets}} {{ordinal}};{{/self}}{{/hosts}} | 127,100,0,1 0;127,100,2,1 2;",
                "{{#hosts}}{{name}}{{/hosts}} | zk-1zk-1zk-1",
                "{{#first.2}}{{ip}}{{^-last}},{{/-last}}{{/first.2}} | 127.100.0.1,127.100.1.1",
                "{{#hosts}}{{^-first}},{{/-first}}{{-index}}:{{ordinal}}{{/hosts}} | 1:0,2:1,3:2",
                "{{#first.9}}{{ordinal}}{{/first.9}} | 012",
                "{{#first.3}}{{^self}}{{ordinal}}{{/self}}{{/first.3}} | 02",
                "{{#coordinator}}-c {{ip}}{{/coordinator}} | -c 127.100.255.1",
                "{{! a comment }}x | x",
                "{{=<% %>=}}<% ip %> {{ | 127.100.1.1 {{",
                "no tags } { | no tags } {",
            })
    void rendersEveryValue(String template, String expected) {
        assertThat(render(template, true)).isEqualTo(expected);
    }

    @Test
    void keepsNewLinesBetweenListEntries() {
        assertThat(render("{{#hosts}}\nserver.{{number}}={{ip}}:2888:3888\n{{/hosts}}\nend\n", true))
                .isEqualTo("""
                        server.1=127.100.0.1:2888:3888
                        server.2=127.100.1.1:2888:3888
                        server.3=127.100.2.1:2888:3888
                        end
                        """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{port}}",
                "{{#port}}x{{/port}}",
                "{{^port}}x{{/port}}",
                "{{ports.htpp}}",
                "{{pots.http}}",
                "{{ip.length}}",
                "{{ip.class}}",
                "{{#hosts}}{{ipp}}{{/hosts}}",
                "{{#hosts}}{{ip}}{{^last}},{{/last}}{{/hosts}}",
                "{{env.NOT_SET_ANYWHERE}}",
                "{{>other}}",
            })
    void refusesWhatHasNoValue(String template) {
        assertThatThrownBy(() -> render(template, true))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("c.yaml:7: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{#hosts}}x", "x{{/hosts}}", "{{#a}}{{/b}}", "{{ip"})
    void refusesBrokenSyntax(String template) {
        assertThatThrownBy(() -> Templates.check(text(template)))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("c.yaml:7: the template is wrong: ");
    }

    @Test
    void namesTheLineOfTheTagInTheFile() {
        assertThatThrownBy(() -> render("a={{ip}}\nb={{ip}}\nc={{nope}}\n", true))
                .hasMessageStartingWith("c.yaml:9: {{nope}} has no value here; known are coordinator, count, dir,");
        assertThatThrownBy(() -> Templates.check(text("a\nb\n{{#hosts}}\nc\n"))).hasMessageStartingWith("c.yaml:9: ");
    }

    /** Of docker, Jinja, Helm: the message has the tag as it was written, and how such braces are written. */
    @ParameterizedTest
    @ValueSource(
            strings = {"{{.Names}}", "{{ host }}", "{{ x | default('y') }}", "{{json .State}}", "{{#if a}}b{{/if a}}"})
    void tellsHowBracesOfOtherProgramsAreWritten(String foreign) {
        assertThatThrownBy(() -> render("docker ps\n" + foreign, true))
                .hasMessageContaining(foreign.replaceFirst("}}.*", "}}"))
                .hasMessageContaining("{{=<% %>=}}");
        assertThat(render("{{=<% %>=}}" + foreign + " <%ip%>", true)).isEqualTo(foreign + " 127.100.1.1");
    }

    @Test
    void refusesSectionsThatAreTooDeep() {
        String deep = "{{#hosts}}".repeat(100_000) + "{{/hosts}}".repeat(100_000);

        assertThatThrownBy(() -> render(deep, true))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("too many sections");
    }

    @Test
    void saysWhyTheCoordinatorOrAVariableIsMissing() {
        assertThatThrownBy(() -> render("{{coordinator.ip}}", false))
                .hasMessage("c.yaml:7: {{coordinator.ip}}: no member of this spec is `on: coordinator`");
        assertThatThrownBy(() -> render("{{env.HOMME}}", false))
                .hasMessage("c.yaml:7: {{env.HOMME}}: the environment variable HOMME is not set");
        assertThat(render("x{{#coordinator}}y{{/coordinator}}", false)).isEqualTo("x");
    }

    private static String render(String template, boolean coordinator) {
        MemberTemplateValues.Shared shared = new MemberTemplateValues.Shared(
                Path.of("/specs of mine"),
                new LoopbackNetwork(100),
                List.of(0, 1, 2),
                coordinator,
                Map.of("USER_NAME", "<me & \"you\">"),
                Path.of("/jdk/bin/java"),
                Path.of("/lib/members.jar"),
                64);
        return Templates.render(
                text(template), new MemberTemplateValues("zk-1", "zk", 1, Path.of("/a b/zk-1"), shared).toMap());
    }

    private static TemplateText text(String template) {
        return new TemplateText(template, "c.yaml", 7);
    }
}
