package dev.espalier.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A block of a matrix on the CPU: some of its rows and columns, which can be copied out or back. libtorch takes several
 * times as long for each entry; here each row is one copy and a loop over an array.
 *
 * @param rows row indices, ascending
 * @param columns column indices, ascending
 * @param whole whether the block has all columns of the matrix
 */
public record Block(int[] rows, int[] columns, boolean whole) {

    /** Copies the block's entries to new memory, {@code [rows, columns]}, or {@code [rows]} for a vector. */
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

    /** Creates a tensor with the shape of {@code like}: the block's entries are set, all others are 0. */
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
