/** Files that survive anything: safetensors, checkpoints with checksums, atomic writes, logs that can be cut back. */
@NullMarked
package dev.espalier.store;

import org.jspecify.annotations.NullMarked;
