package dev.runner.service.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * Logback without its search for configuration files. Logs lines of text, or a JSON object per line with {@code
 * MULTIHOST_LOG_FORMAT=json}. A main must call {@link #use} first: naming the provider saves SLF4J's own search, too.
 */
public final class LeanLogbackProvider implements SLF4JServiceProvider {

    private final LoggerContext context = new LoggerContext();
    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final LogbackMDCAdapter mdc = new LogbackMDCAdapter();

    public static void use() {
        System.setProperty("slf4j.provider", LeanLogbackProvider.class.getName());
        System.setProperty("slf4j.internal.verbosity", "WARN"); // otherwise it reports the provider at each start
    }

    @Override
    public void initialize() {
        context.setMDCAdapter(mdc);
        StdoutStderrAppender console = new StdoutStderrAppender("json".equals(System.getenv("MULTIHOST_LOG_FORMAT")));
        console.setContext(context);
        console.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(console);
        context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
        context.getLogger("io.javalin").setLevel(Level.WARN);
        context.start();
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return context;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return mdc;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }
}
