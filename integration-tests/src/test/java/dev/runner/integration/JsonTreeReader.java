package dev.runner.integration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads JSON as a tree, as users' scripts do. */
final class JsonTreeReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private JsonTreeReader() {}

    static JsonNode parse(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError("this is not JSON: " + text, e);
        }
    }

    /** The lines of an {@code events.jsonl}, without an incomplete last one. */
    static List<JsonNode> lines(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(JsonTreeReader::parse)
                    .toList();
        } catch (IOException e) {
            throw new AssertionError("cannot be read: " + file, e);
        }
    }

    static List<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).toList();
    }

    static List<String> texts(JsonNode list, String field) {
        return elements(list).stream().map(node -> node.path(field).asText()).toList();
    }
}
