package dev.runner.benchmarks.product;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** How numbers are shown. */
final class FigureFormatter {
    private static final int DIGITS = 3;

    private FigureFormatter() {}

    /** For a column of the table. */
    static String column(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 20 ? "%,.3f" : "%,.1f", value);
    }

    /** As short as it can be told: three digits, or all where there are more before the point. */
    static String brief(double value) {
        BigDecimal rounded = Math.abs(value) >= 1000
                ? BigDecimal.valueOf(Math.round(value))
                : new BigDecimal(value).round(new MathContext(DIGITS));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
