package dev.runner.language.value;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic. Integers have 64 bits and wrap around; combined with a float they become floats. The result is null
 * ("none") for operands of the wrong type, a division by zero, and results that are too large or not finite.
 */
public final class Arithmetic {
    private Arithmetic() {}

    public static @Nullable Object add(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a + b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return finite(a.doubleValue() + b.doubleValue());
        }
        if (left instanceof String a && right instanceof String b) {
            return a.length() + b.length() <= Values.LARGEST ? a + b : null;
        }
        if (left instanceof Instant a && right instanceof Duration b) {
            return later(a, b);
        }
        if (left instanceof Duration a && right instanceof Instant b) {
            return later(b, a);
        }
        return left instanceof Duration a && right instanceof Duration b ? sum(a, b) : null;
    }

    public static @Nullable Object subtract(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a - b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return finite(a.doubleValue() - b.doubleValue());
        }
        if (left instanceof Instant a && right instanceof Instant b) {
            return between(b, a);
        }
        if (right instanceof Duration b) {
            Object negative = negate(b);
            return left instanceof Number ? null : add(left, negative);
        }
        return null;
    }

    public static @Nullable Object multiply(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return a * b;
        }
        if (left instanceof Number a && right instanceof Number b) {
            return finite(a.doubleValue() * b.doubleValue());
        }
        if (left instanceof Duration a && right instanceof Long b) {
            return times(a, b);
        }
        return left instanceof Long a && right instanceof Duration b ? times(b, a) : null;
    }

    public static @Nullable Object divide(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return b == 0 ? null : (Object) (a / b);
        }
        return left instanceof Number a && right instanceof Number b ? finite(a.doubleValue() / b.doubleValue()) : null;
    }

    /** With the sign of the left operand, so that {@code a == a / b * b + a % b}. */
    public static @Nullable Object remainder(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b) {
            return b == 0 ? null : (Object) (a % b);
        }
        return left instanceof Number a && right instanceof Number b ? finite(a.doubleValue() % b.doubleValue()) : null;
    }

    public static @Nullable Object power(@Nullable Object left, @Nullable Object right) {
        if (left instanceof Long a && right instanceof Long b && b >= 0) {
            return power((long) a, (long) b);
        }
        return left instanceof Number a && right instanceof Number b
                ? finite(Math.pow(a.doubleValue(), b.doubleValue()))
                : null;
    }

    private static long power(long base, long exponent) {
        long result = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result *= square;
            }
            square *= square;
        }
        return result;
    }

    public static @Nullable Object negate(@Nullable Object value) {
        if (value instanceof Long number) {
            return -number;
        }
        if (value instanceof Double number) {
            return -number;
        }
        return value instanceof Duration duration ? times(duration, -1) : null;
    }

    private static @Nullable Double finite(double value) {
        return Double.isFinite(value) ? value : null;
    }

    private static @Nullable Instant later(Instant instant, Duration duration) {
        try {
            return Instant.ofEpochMilli(instant.plus(duration).toEpochMilli());
        } catch (DateTimeException | ArithmeticException tooFar) {
            return null; // the result is too large
        }
    }

    private static @Nullable Duration between(Instant from, Instant to) {
        try {
            return countable(Duration.between(from, to));
        } catch (ArithmeticException tooLong) {
            return null; // the result is too large
        }
    }

    private static @Nullable Duration sum(Duration left, Duration right) {
        try {
            return countable(left.plus(right));
        } catch (ArithmeticException tooLong) {
            return null; // the result is too large
        }
    }

    private static @Nullable Duration times(Duration duration, long factor) {
        try {
            return countable(duration.multipliedBy(factor));
        } catch (ArithmeticException tooLong) {
            return null; // the result is too large
        }
    }

    /** Throws where the milliseconds do not fit in 64 bits: state and outputs hold milliseconds. */
    private static Duration countable(Duration duration) {
        return Duration.ofMillis(duration.toMillis());
    }
}
