/** Records as JSON and back, on nothing but a streaming parser. */
@NullMarked
package dev.runner.member.json;

import org.jspecify.annotations.NullMarked;
