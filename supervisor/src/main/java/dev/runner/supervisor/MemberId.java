package dev.runner.supervisor;

import java.util.regex.Pattern;

/**
 * The name of a member, unique in its cluster ({@code worker-0}, {@code coordinator}).
 *
 * <p>It becomes a file name, a part of an environment variable and a part of a URL, so only letters, digits, {@code .},
 * {@code _} and {@code -} are allowed, 1 to 100 of them, and it does not begin with a dot.
 */
public record MemberId(String name) implements Comparable<MemberId> {
    private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}");

    public MemberId {
        if (!ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a member's name is made of letters, digits, '.', '_' and '-' (at most 100), not '" + name + "'");
        }
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
