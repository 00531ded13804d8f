/** Records as JSON and back, on nothing but a streaming parser. */
@NullMarked
package dev.runner.http.json;

import org.jspecify.annotations.NullMarked;
