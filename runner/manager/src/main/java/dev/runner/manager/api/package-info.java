/** The manager's HTTP API: the records it speaks, its server, its client, and the files by which they meet. */
@NullMarked
package dev.runner.manager.api;

import org.jspecify.annotations.NullMarked;
