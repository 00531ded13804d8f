package dev.runner.cluster.jvm;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The argument files of a {@code java} command line ({@code @FILE}), read as the launcher of the JDK reads them: up to
 * the main class or {@code -jar}; with quotes, comments and lines that go on; and never another file named in one.
 */
public final class JavaArgumentFiles {
    private static final String DISABLE = "--disable-@files";
    private static final Set<String> WITH_VALUE = Set.of("-cp", "-classpath", "--class-path");

    private JavaArgumentFiles() {}

    /** Gets at what a command line names. */
    public interface Source {
        /**
         * The content of an argument file.
         *
         * @param path as it is written
         * @throws IOException where it cannot be read; the message says why
         */
        String read(String path) throws IOException;
    }

    /**
     * The words with the content of argument files in their place.
     *
     * @param words the program comes first
     * @throws IOException where a file cannot be read; the message names it
     */
    public static List<String> expand(List<String> words, Source files) throws IOException {
        Expansion expansion = new Expansion(files);
        List<String> expanded = new ArrayList<>(words.subList(0, Math.min(1, words.size())));
        for (int i = 1; i < words.size(); i++) {
            expansion.add(words.get(i), expanded);
        }
        return expanded;
    }

    /** One command line, from its first option on. */
    private static final class Expansion {
        private final Source files;
        private boolean over;
        private boolean valueFollows;

        Expansion(Source files) {
            this.files = files;
        }

        void add(String word, List<String> expanded) throws IOException {
            if (over || !word.startsWith("@") || word.equals("@")) {
                look(word);
                expanded.add(word);
            } else if (word.startsWith("@@")) {
                look(word.substring(1));
                expanded.add(word.substring(1));
            } else {
                for (String each : parse(files.read(word.substring(1)))) {
                    look(each);
                    expanded.add(each);
                }
            }
        }

        /** From the main class on, words are the program's own. */
        private void look(String word) {
            if (valueFollows) {
                valueFollows = false;
            } else if (word.equals(DISABLE) || word.equals("-jar") || !word.startsWith("-")) {
                over = true;
            } else {
                valueFollows = WITH_VALUE.contains(word) || ParsedJavaCommand.takesValue(word);
            }
        }
    }

    private enum State {
        BETWEEN,
        WORD,
        QUOTED,
        ESCAPED,
        CONTINUED,
        COMMENT
    }

    /** The words of a file. A backslash means something only within quotes, where it also makes a line go on. */
    static List<String> parse(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        State state = State.BETWEEN;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean lineEnd = c == '\n' || c == '\r';
            boolean space = lineEnd || c == ' ' || c == '\t' || c == '\f';
            switch (state) {
                case COMMENT -> state = lineEnd ? State.BETWEEN : State.COMMENT;
                case ESCAPED -> {
                    state = lineEnd ? State.CONTINUED : State.QUOTED;
                    if (!lineEnd) {
                        word.append(escaped(c));
                    }
                }
                case CONTINUED -> {
                    if (!space) {
                        state = State.QUOTED;
                        i--;
                    }
                }
                case QUOTED -> {
                    if (c == quote) {
                        state = State.WORD;
                    } else if (c == '\\') {
                        state = State.ESCAPED;
                    } else if (lineEnd) {
                        words.add(word.toString());
                        word.setLength(0);
                        state = State.BETWEEN;
                    } else {
                        word.append(c);
                    }
                }
                case BETWEEN, WORD -> {
                    if (space || c == '#') {
                        if (state == State.WORD) {
                            words.add(word.toString());
                            word.setLength(0);
                        }
                        state = c == '#' ? State.COMMENT : State.BETWEEN;
                    } else if (c == '"' || c == '\'') {
                        quote = c;
                        state = State.QUOTED;
                    } else {
                        word.append(c);
                        state = State.WORD;
                    }
                }
            }
        }
        if (state != State.BETWEEN && state != State.COMMENT) {
            words.add(word.toString());
        }
        return words;
    }

    private static char escaped(char c) {
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'f' -> '\f';
            default -> c;
        };
    }
}
