package dev.runner.http;

import java.util.function.Supplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A handler that is made when the first request comes for it. A servlet context with Javalin in it is a third of the
 * processor time that a member takes to start, five members start on few processors at once, and a worker that has
 * nothing to do yet is asked nothing: so who waits for a cluster does not wait for that.
 */
final class LazyHandler extends Handler.Abstract {

    private final Supplier<Handler> maker;
    private volatile @Nullable Handler made;

    LazyHandler(Supplier<Handler> maker) {
        this.maker = maker;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return make().handle(request, response, callback);
    }

    /** Makes the handler now, unless it is there already. */
    Handler make() throws Exception {
        Handler handler = made;
        return handler == null ? makeOnce() : handler;
    }

    private synchronized Handler makeOnce() throws Exception {
        Handler handler = made;
        if (handler == null) {
            handler = maker.get();
            handler.setServer(getServer());
            addManaged(handler);
            made = handler;
        }
        return handler;
    }
}
