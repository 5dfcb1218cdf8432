/**
 * Trained policies in formats for other programs, and what runs such files: ONNX for every runtime that reads it, C for
 * devices that have no runtime at all.
 */
@NullMarked
package dev.espalier.export;

import org.jspecify.annotations.NullMarked;
