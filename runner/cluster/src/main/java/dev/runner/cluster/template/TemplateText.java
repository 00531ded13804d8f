package dev.runner.cluster.template;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A text of a spec that may hold template tags, with the place it was written at: a value that is missing is only
 * noticed when the text is rendered, and the message has to name the line all the same.
 *
 * @param text what was written, with its tags
 * @param file the spec's file as the user named it; empty where the text comes from no file
 * @param line the line of the text's first character, from 1
 */
public record TemplateText(@JsonValue String text, String file, int line) {
    /** A text that no file holds. */
    @JsonCreator
    public static TemplateText of(String text) {
        return new TemplateText(text, "", 1);
    }

    /** Whether rendering can change anything; what cannot change is checked when the spec is read. */
    public boolean hasTags() {
        return text.contains("{{");
    }

    @Override
    public String toString() {
        return text;
    }
}
