/** How a member tells its supervisor that it is ready, and how it ends. */
@NullMarked
package dev.runner.service.lifetime;

import org.jspecify.annotations.NullMarked;
