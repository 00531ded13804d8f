package dev.runner.coordinator.store;

import dev.runner.http.json.JsonRecords;
import org.h2.mvstore.MVMap;

/** A number that only grows, e.g. the count of the coordinator's starts. */
public record StoredCounter(Long count) {

    static long in(MVMap<String, byte[]> meta, String name) {
        byte[] sealed = meta.get(name);
        return sealed == null ? 0 : parse(ChecksummedValue.open(name, sealed));
    }

    static long parse(byte[] json) {
        return JsonRecords.read(json, StoredCounter.class).count();
    }

    static byte[] json(long count) {
        return JsonRecords.write(new StoredCounter(count));
    }

    static void put(MVMap<String, byte[]> meta, String name, long count) {
        meta.put(name, ChecksummedValue.seal(name, json(count)));
    }
}
