/** A lean HTTP server and client, with the guards and error answers that every member has. */
@NullMarked
package dev.runner.http;

import org.jspecify.annotations.NullMarked;
