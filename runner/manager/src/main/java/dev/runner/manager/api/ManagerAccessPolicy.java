package dev.runner.manager.api;

import dev.runner.http.AccessPolicy;
import dev.runner.http.ApiException;
import dev.runner.http.ApiKey;
import dev.runner.http.RequestHead;

/** Lets in only who knows the manager's token, which is the owner's own commands. */
final class ManagerAccessPolicy implements AccessPolicy {
    private final ApiKey authorization;

    ManagerAccessPolicy(String token) {
        this.authorization = ApiKey.of(ApiToken.header(token));
    }

    @Override
    public void check(RequestHead request) {
        if (!authorization.matches(request.header(ApiToken.HEADER))) {
            throw new ApiException(
                    401,
                    "unauthorized",
                    "the token from the cluster's " + ManagerFile.NAME + " is needed: Authorization: Bearer TOKEN");
        }
    }

    @Override
    public void checkUnrouted(RequestHead request) {
        check(request);
    }

    @Override
    public ApiException foreignRequest(String url) {
        return new ApiException(403, "foreign_request", "requests must be made to " + url + " itself");
    }
}
