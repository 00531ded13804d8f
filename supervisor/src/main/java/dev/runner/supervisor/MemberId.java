package dev.runner.supervisor;

/**
 * The name of a member, unique in its cluster ({@code worker-0}, {@code coordinator}).
 *
 * <p>It becomes a file name, a part of an environment variable and a part of a URL, so only letters, digits, {@code .},
 * {@code _} and {@code -} are allowed, 1 to 100 of them, and it does not begin with a dot.
 */
public record MemberId(String name) implements Comparable<MemberId> {
    private static final int LONGEST = 100;

    public MemberId {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException(
                    "a member's name is made of letters, digits, '.', '_' and '-' (at most 100), not '" + name + "'");
        }
    }

    /** Without a regular expression, as an event of a large cluster asks for hundreds of ids. */
    static boolean isAllowed(String name) {
        if (name.isEmpty() || name.length() > LONGEST || name.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int compareTo(MemberId other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }

    /**
     * Written by hand, as is {@link #hashCode}: a record's own are put together at the first call, while members wait.
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof MemberId id && id.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
