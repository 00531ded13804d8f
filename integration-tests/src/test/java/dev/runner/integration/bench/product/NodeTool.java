package dev.runner.integration.bench.product;

import org.jspecify.annotations.Nullable;

/** Programs that npm installs. */
final class NodeTool {
    private NodeTool() {}

    static @Nullable String missing(String program) {
        return Tools.find(program).isPresent()
                ? null
                : "npm install --prefix DIR " + program + ", and put DIR/node_modules/.bin on the PATH";
    }
}
