package dev.runner.manager;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/**
 * What is done when a signal comes, instead of what the JVM does. This is {@code sun.misc.Signal}, by reflection,
 * because javac warns of it in a way that cannot be allowed for one place. Shutdown hooks would not do: they do not
 * tell which signal came, and a second one does not reach them.
 */
public final class SignalHandlers {
    private SignalHandlers() {}

    /**
     * From now on.
     *
     * @param name without {@code SIG}
     * @param action on a thread of its own
     * @return false where the JVM needs this signal itself
     */
    public static boolean on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    SignalHandlers.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
            return true;
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException) {
                return false;
            }
            throw new IllegalStateException("signal " + name + " cannot be handled", e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java has no sun.misc.Signal (module jdk.unsupported)", e);
        }
    }
}
