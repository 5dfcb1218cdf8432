package dev.espalier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Some rows and some columns of a matrix on the CPU, taken out or put back. libtorch can do it too, but takes several times
 * as long for each entry; here a row is one copy and a loop over an array.
 *
 * @param rows ascending
 * @param columns ascending
 * @param whole whether columns are all that there are
 */
public record Block(int[] rows, int[] columns, boolean whole) {

    /** The block's entries in memory of their own, {@code [rows, columns]} or {@code [rows]} of a vector. */
    public Tensor gather(Tensor matrix) {
        int width = width(matrix);
        Tensor block =
                torch.empty(matrix.dim() == 1 ? new long[] {rows.length} : new long[] {rows.length, columns.length});
        MemorySegment source = Tensors.memory(matrix);
        MemorySegment target = Tensors.memory(block);
        float[] row = new float[width];
        float[] picked = whole ? row : new float[columns.length];
        for (int r = 0; r < rows.length; r++) {
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, bytes(rows[r], width), row, 0, width);
            if (!whole) {
                for (int c = 0; c < picked.length; c++) {
                    picked[c] = row[columns[c]];
                }
            }
            MemorySegment.copy(picked, 0, target, ValueLayout.JAVA_FLOAT, bytes(r, picked.length), picked.length);
        }
        return block;
    }

    /** A matrix like another one, with these entries and 0 around them. */
    public Tensor scatter(Tensor block, Tensor like) {
        int width = width(like);
        Tensor all = torch.empty(Tensors.shape(like));
        MemorySegment source = Tensors.memory(block.is_contiguous() ? block : block.contiguous());
        MemorySegment target = Tensors.memory(all);
        float[] picked = new float[whole ? width : columns.length];
        float[] row = whole ? picked : new float[width];
        int next = 0;
        for (int r = 0; r < rows.length; r++) {
            target.asSlice(bytes(next, width), bytes(rows[r] - next, width)).fill((byte) 0);
            MemorySegment.copy(source, ValueLayout.JAVA_FLOAT, bytes(r, picked.length), picked, 0, picked.length);
            if (!whole) {
                for (int c = 0; c < picked.length; c++) {
                    row[columns[c]] = picked[c];
                }
            }
            MemorySegment.copy(row, 0, target, ValueLayout.JAVA_FLOAT, bytes(rows[r], width), width);
            next = rows[r] + 1;
        }
        target.asSlice(bytes(next, width)).fill((byte) 0);
        return all;
    }

    /** Overwrites the block's entries of a vector. */
    public void put(Tensor block, Tensor vector) {
        float[] values = Tensors.toFloats(block);
        MemorySegment target = Tensors.memory(vector);
        for (int r = 0; r < rows.length; r++) {
            target.setAtIndex(ValueLayout.JAVA_FLOAT, rows[r], values[r]);
        }
    }

    private static int width(Tensor tensor) {
        return tensor.dim() == 1 ? 1 : (int) tensor.size(1);
    }

    private static long bytes(long rows, long width) {
        return rows * width * Float.BYTES;
    }
}
