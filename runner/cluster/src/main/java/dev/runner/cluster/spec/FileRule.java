package dev.runner.cluster.spec;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.runner.cluster.template.TemplateText;
import org.jspecify.annotations.Nullable;

/**
 * What is in a file of a member: a text, or what is in another file. A copy is byte for byte unless {@code template} is
 * asked for: what others wrote for their own purposes may hold braces that mean nothing to us.
 */
public record FileRule(
        @JsonProperty @JsonPropertyDescription("The text of the file; its templates are filled in.") @Nullable TemplateText text,

        @JsonProperty @JsonPropertyDescription("The file to copy; relative to the spec.") @Nullable TemplateText from,

        @JsonProperty(defaultValue = "false")
        @JsonPropertyDescription("Whether templates in the copied file are filled in.")
        boolean template,

        @JsonProperty
        @JsonPropertyDescription("Its permissions, like \"0600\". Default: 0644; for a copy, those of the copied file.")
        @Nullable FileMode mode) {
    /** The short form. */
    @JsonCreator
    public static FileRule of(TemplateText text) {
        return new FileRule(text, null, false, null);
    }
}
