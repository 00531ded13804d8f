package dev.runner.http;

import io.javalin.security.RouteRole;

/** Who may call a route. A route that names none needs the key, so that forgetting it locks the door. */
public enum RouteAccess implements RouteRole {
    /** Everybody on this machine: liveness, and what a member must be able to say without being configured. */
    OPEN
}
