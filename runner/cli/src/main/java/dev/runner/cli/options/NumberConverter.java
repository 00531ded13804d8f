package dev.runner.cli.options;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a whole number; the words of the parser's own converters are those of a programmer.
 *
 * @param <T> the type of the option
 * @param parse throws NumberFormatException for what is not a number of the type
 * @param least for the message
 * @param most for the message
 */
public record NumberConverter<T extends Number>(Function<String, T> parse, T least, T most)
        implements ITypeConverter<T> {
    /** For {@code int} options. */
    public static final NumberConverter<Integer> OF_INT =
            new NumberConverter<>(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** For {@code long} options. */
    public static final NumberConverter<Long> OF_LONG =
            new NumberConverter<>(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE);

    @Override
    public T convert(String value) {
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    value.matches("[+-]?[0-9]+")
                            ? "'" + value + "' is out of range: it must be from " + least + " to " + most
                            : "'" + value + "' must be a whole number");
        }
    }
}
