package dev.runner.coordinator.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;

/** Events as clients might write them: odd texts, numbers of all kinds, lists and objects in each other. */
final class RandomJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String[] TEXTS = {
        "", "a", "}]\",{[", "\\", "\"", "ümläut", "日本語", "\uD83D\uDE00", "\u0000\u001f", "two\nlines", "/", "@x:1"
    };

    private final Random random;

    RandomJson(Random random) {
        this.random = random;
    }

    ObjectNode event(String type) {
        ObjectNode event = NODES.objectNode();
        if (random.nextInt(4) == 0) {
            event.set("unknown", value(3));
        }
        if (random.nextBoolean()) {
            event.put("event_type", type);
        }
        if (random.nextInt(4) > 0) {
            event.set("fields", fields());
        }
        if (random.nextInt(3) == 0) {
            event.put("event_id", "id" + random.nextInt(1000));
        }
        event.put("event_type", type);
        return event;
    }

    private ObjectNode fields() {
        ObjectNode fields = NODES.objectNode();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.set(random.nextInt(3) == 0 ? "key" : text() + i, value(4));
        }
        return fields;
    }

    String text() {
        return TEXTS[random.nextInt(TEXTS.length)];
    }

    private JsonNode value(int levels) {
        return switch (random.nextInt(levels > 0 ? 9 : 7)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.booleanNode(random.nextBoolean());
            case 2 -> NODES.numberNode(random.nextInt());
            case 3 -> NODES.numberNode(random.nextLong());
            case 4 -> NODES.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(40) - 20));
            case 5, 6 -> NODES.textNode(text());
            case 7 -> list(levels - 1);
            default -> object(levels - 1);
        };
    }

    private ArrayNode list(int levels) {
        ArrayNode list = NODES.arrayNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(levels));
        }
        return list;
    }

    private ObjectNode object(int levels) {
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(4); i > 0; i--) {
            object.set(text() + i, value(levels));
        }
        return object;
    }
}
