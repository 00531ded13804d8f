package dev.runner.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Lets options of {@code exec} stand after the member too, where people write them: {@code exec MEMBER --name pg --
 * CMD}. The parser stops at the first word that is no option, because all that follows may be the command's. So options
 * are put before the member, where the word after it begins with a dash and a {@code --} that ends them follows.
 */
final class ExecOptionReorderer implements IParameterPreprocessor {
    private static final String END = "--";

    /** @param words the top of the stack is the first word after {@code exec} */
    @Override
    @SuppressWarnings("JdkObsolete") // the stack is picocli's
    public boolean preprocess(
            Stack<String> words, CommandSpec command, @Nullable ArgSpec argument, Map<String, Object> info) {
        List<String> inOrder = new ArrayList<>(words);
        Collections.reverse(inOrder);
        List<String> better = optionsFirst(inOrder, command);
        for (int i = 0; i < better.size(); i++) {
            words.set(better.size() - 1 - i, better.get(i));
        }
        return false;
    }

    private static List<String> optionsFirst(List<String> words, CommandSpec command) {
        int member = skip(words, 0, command, word -> !word.startsWith("-"));
        int after = member + 1;
        if (after >= words.size() || !words.get(after).startsWith("-")) {
            return words;
        }
        int end = skip(words, after, command, END::equals);
        if (end >= words.size()) {
            return words;
        }
        List<String> better = new ArrayList<>(words);
        better.add(end, words.get(member));
        better.remove(member);
        return better;
    }

    /** Where the first such word is that is no value of an option; behind the last word where there is none. */
    private static int skip(List<String> words, int from, CommandSpec command, Predicate<String> wanted) {
        int i = from;
        while (i < words.size() && !wanted.test(words.get(i))) {
            i += takesTheNextWord(words.get(i), command) ? 2 : 1;
        }
        return i;
    }

    private static boolean takesTheNextWord(String word, CommandSpec command) {
        OptionSpec option = command.findOption(word);
        return option != null && option.arity().max() > 0;
    }
}
