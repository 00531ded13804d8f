package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;

/** Name and password for an HTTP probe (Basic authentication, RFC 7617). */
public record HttpAuth(
        @JsonProperty(required = true) @JsonPropertyDescription("The name.")
        TemplateText user,

        @JsonProperty(required = true) @JsonPropertyDescription("The password, for instance \"{{env.PASSWORD}}\".")
        TemplateText password) {}
