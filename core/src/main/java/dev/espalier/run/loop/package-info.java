/** The training loop: an agent put together, acting in tasks and learning from them. It knows no files. */
@NullMarked
package dev.espalier.run.loop;

import org.jspecify.annotations.NullMarked;
