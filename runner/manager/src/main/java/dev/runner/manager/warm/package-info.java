/** Makes the start archives of this installation for the JDK that runs it. */
@NullMarked
package dev.runner.manager.warm;

import org.jspecify.annotations.NullMarked;
