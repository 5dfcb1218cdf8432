/** Durable files: safetensors, checkpoints with checksums, atomic writes, logs that can be cut back to a step. */
@NullMarked
package dev.espalier.store;

import org.jspecify.annotations.NullMarked;
