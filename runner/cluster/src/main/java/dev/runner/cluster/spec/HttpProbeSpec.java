package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ready when a GET request is answered with a status and, where asked, a body that matches or holds JSON values. */
public record HttpProbeSpec(
        @JsonProperty(required = true) @JsonPropertyDescription("The port, on the member's address.")
        TemplateText port,

        @JsonProperty(defaultValue = "/") @JsonPropertyDescription("The path, with its query.")
        TemplateText path,

        @JsonProperty(defaultValue = "200..299") @JsonPropertyDescription("The expected status: 200, or 200..299.")
        StatusRange status,

        @JsonProperty @JsonPropertyDescription("A regular expression that is found in the body.") @Nullable TemplateText body,

        @JsonProperty
        @JsonPropertyDescription("Values in a JSON body, like {status: ok}; a.b is the value b in the object a, "
                + "a.0 the first of a list.")
        Map<String, TemplateText> json,

        @JsonProperty @JsonPropertyDescription("Name and password.") @Nullable HttpAuth auth,

        @JsonProperty @JsonPropertyDescription("How long one attempt may take. Default: 2s.") @Nullable Duration timeout) {}
