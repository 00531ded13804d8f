package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A port that a member listens on, and what for: exactly one of them. */
public record PortRule(
        @JsonProperty @JsonPropertyDescription("A TCP port; so is a port alone.") @Nullable TemplateText tcp,

        @JsonProperty @JsonPropertyDescription("A UDP port; 7946/udp is the same.") @Nullable TemplateText udp,

        @JsonProperty @JsonPropertyDescription("A TCP port that HTTP is spoken on: `ps` shows it as a URL.") @Nullable TemplateText http,

        @JsonProperty @JsonPropertyDescription("The same, for HTTPS.") @Nullable TemplateText https) {

    private static final String UDP = "/udp";
    private static final String TCP = "/tcp";

    public PortRule {
        if (named(tcp, udp, http, https).count() > 1) {
            throw new IllegalArgumentException("names several ports; write one, like {udp: 7946}");
        }
    }

    private static Stream<TemplateText> named(@Nullable TemplateText... ports) {
        return Stream.of(ports).flatMap(Stream::ofNullable);
    }

    /** Whether it names none, which is a mistake. */
    boolean isEmpty() {
        return named(tcp, udp, http, https).findAny().isEmpty();
    }

    /** The short form: {@code 8000}, {@code 7946/udp}. */
    @JsonCreator
    public static PortRule of(TemplateText port) {
        String text = port.text();
        if (text.endsWith(UDP)) {
            return new PortRule(null, without(port, UDP), null, null);
        }
        return new PortRule(text.endsWith(TCP) ? without(port, TCP) : port, null, null, null);
    }

    private static TemplateText without(TemplateText port, String suffix) {
        String text = port.text();
        return new TemplateText(text.substring(0, text.length() - suffix.length()), port.file(), port.line());
    }

    public PortProtocol protocol() {
        return udp != null
                ? PortProtocol.UDP
                : http != null ? PortProtocol.HTTP : https != null ? PortProtocol.HTTPS : PortProtocol.TCP;
    }

    /** The number, which may have templates. */
    public TemplateText port() {
        return named(tcp, udp, http, https).findFirst().orElseThrow();
    }
}
