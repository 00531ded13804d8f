package dev.runner.coordinator.store;

import dev.runner.http.json.Json;
import org.h2.mvstore.MVMap;

/** A number that only grows, e.g. how many times the coordinator has started. */
public record Counted(Long count) {

    static long in(MVMap<String, byte[]> meta, String name) {
        byte[] sealed = meta.get(name);
        return sealed == null
                ? 0
                : Json.read(Sealed.open(name, sealed), Counted.class).count();
    }

    static void put(MVMap<String, byte[]> meta, String name, long count) {
        meta.put(name, Sealed.seal(name, Json.write(new Counted(count))));
    }
}
