package dev.runner.worker.pipeline;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of events that a pipeline has taken in. Sequence ids, {@code @SOURCE:N}, are kept exactly, as ranges for each
 * source, however many there are; of clients' own ids the newest are kept, as hashes. Bounded: the source that was
 * heard of longest ago and the oldest of the other ids are forgotten.
 */
final class SeenIds {

    /** The maximum number of sources: coordinators since they started, and pipelines that send here. */
    static final int MAX_SOURCES = 128;

    private final LinkedHashMap<String, SequenceRanges> sources = new LinkedHashMap<>(8, 0.75f, true);
    private final RecentIds others;

    /** Events come in runs from one source, so it is mostly the same as before. */
    private @Nullable String lastSource;

    private @Nullable SequenceRanges lastRanges;

    /**
     * Creates an empty set.
     *
     * @param budget shared with the other pipelines
     */
    SeenIds(IdBudget budget) {
        this.others = new RecentIds(budget);
    }

    /** Takes over the ids of another set, which is not used any more. */
    static SeenIds of(SeenIds other, IdBudget budget) {
        SeenIds seen = new SeenIds(budget);
        seen.sources.putAll(other.sources);
        seen.others.addAll(other.others.toBytes());
        other.release();
        return seen;
    }

    /** Returns its room to the budget; it is not used any more. */
    void release() {
        others.release();
    }

    /** Adds the id. Returns whether it was new. */
    boolean add(String id) {
        int colon = id.charAt(0) == '@' ? id.lastIndexOf(':') : -1;
        long number = colon < 0 ? -1 : number(id, colon + 1);
        return number < 0 ? others.add(id) : ranges(id, colon).add(number);
    }

    private SequenceRanges ranges(String id, int colon) {
        String last = lastSource;
        SequenceRanges ranges = lastRanges;
        if (last != null
                && ranges != null
                && last.length() == colon - 1
                && id.regionMatches(1, last, 0, last.length())) {
            return ranges;
        }
        String source = id.substring(1, colon);
        SequenceRanges found = sources.computeIfAbsent(source, unused -> new SequenceRanges());
        if (sources.size() > MAX_SOURCES) {
            var oldest = sources.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
        lastSource = source;
        lastRanges = found;
        return found;
    }

    /** The number at this position; -1 when there is none in canonical form. */
    private static long number(String id, int from) {
        int digits = id.length() - from;
        if (digits < 1 || digits > 18 || (id.charAt(from) == '0' && digits > 1)) {
            return -1;
        }
        long number = 0;
        for (int i = from; i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /**
     * Writes {@code {"sources": {"k3f9": [1, 7, 9, 9]}, "hashes": "..."}}: bounds of ranges, and hashes in base 64; the
     * oldest first.
     */
    void write(JsonGenerator out) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("sources");
        for (Map.Entry<String, SequenceRanges> source : sources.entrySet()) {
            SequenceRanges ranges = source.getValue();
            out.writeArrayFieldStart(source.getKey());
            for (int i = 0; i < ranges.length(); i++) {
                out.writeNumber(ranges.bound(i));
            }
            out.writeEndArray();
        }
        out.writeEndObject();
        out.writeBinaryField("hashes", others.toBytes());
        out.writeEndObject();
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws IllegalArgumentException when it is something else
     */
    static SeenIds read(JsonParser in) throws IOException {
        SeenIds seen = new SeenIds(new IdBudget(RecentIds.MOST));
        JsonExpectations.token(in, JsonToken.START_OBJECT, "seen");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String key = in.currentName();
            in.nextToken();
            switch (key) {
                case "sources" -> seen.readSources(in);
                case "hashes" -> {
                    JsonExpectations.token(in, JsonToken.VALUE_STRING, "seen.hashes");
                    seen.others.addAll(in.getBinaryValue());
                }
                default -> in.skipChildren();
            }
        }
        return seen;
    }

    private void readSources(JsonParser in) throws IOException {
        JsonExpectations.token(in, JsonToken.START_OBJECT, "seen.sources");
        while (in.nextToken() != JsonToken.END_OBJECT) {
            SequenceRanges ranges = new SequenceRanges();
            String source = in.currentName();
            in.nextToken();
            JsonExpectations.token(in, JsonToken.START_ARRAY, "seen.sources");
            while (in.nextToken() != JsonToken.END_ARRAY) {
                long first = JsonExpectations.number(in, "seen.sources");
                in.nextToken();
                ranges.appendRange(first, JsonExpectations.number(in, "seen.sources"));
            }
            if (sources.size() < MAX_SOURCES) {
                sources.put(source, ranges);
            }
        }
    }
}
