package dev.espalier.tensor;

import dev.espalier.store.ArrayData;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Copies numbers between Java and float tensors. */
public final class Tensors {

    private Tensors() {}

    /** Creates a tensor of the given shape, filled in row-major order from an array. */
    public static Tensor of(Compute compute, float[] values, long... shape) {
        Tensor tensor = torch.zeros(shape, compute.floats());
        write(tensor, values);
        return tensor;
    }

    /** Creates a tensor of standard normal draws, {@code [rows, columns]}. */
    public static Tensor gaussians(Compute compute, RandomGenerator random, long rows, long columns) {
        float[] draws = new float[Math.toIntExact(rows * columns)];
        for (int i = 0; i < draws.length; i++) {
            draws[i] = (float) random.nextGaussian();
        }
        return of(compute, draws, rows, columns);
    }

    /** Overwrites a tensor's entries, in row-major order. */
    public static void write(Tensor tensor, float[] values) {
        writeBytes(tensor, MemorySegment.ofArray(values));
    }

    /** Copies a tensor's entries to a new array, in row-major order. */
    public static float[] toFloats(Tensor tensor) {
        try (Scope _ = Scope.open()) {
            Tensor local = tensor.detach().cpu().contiguous();
            return memory(local).toArray(ValueLayout.JAVA_FLOAT);
        }
    }

    /**
     * Copies a tensor's entries into an array, in row-major order.
     *
     * @param tensor a tensor with one axis, or with two axes whose second has no gaps
     */
    public static void read(Tensor tensor, float[] target) {
        if (target.length == 0) {
            return; // libtorch gives no address for an empty tensor
        }
        if (tensor.is_cuda()) {
            System.arraycopy(toFloats(tensor), 0, target, 0, target.length);
            return;
        }
        if (tensor.is_contiguous()) {
            MemorySegment.copy(memory(tensor), ValueLayout.JAVA_FLOAT, 0, target, 0, target.length);
            return;
        }
        int columns = (int) tensor.size(1);
        long rows = tensor.size(0);
        long stride = tensor.stride(0) * Float.BYTES;
        MemorySegment memory =
                MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(rows * stride);
        for (int row = 0; row < rows; row++) {
            MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, row * stride, target, row * columns, columns);
        }
    }

    /** Copies a tensor to be written to a file. */
    public static ArrayData toArrayData(Tensor tensor) {
        return new ArrayData(ArrayData.Type.F32, shape(tensor), MemorySegment.ofArray(toFloats(tensor)));
    }

    /**
     * Overwrites a tensor with data from a file.
     *
     * @param name name of the tensor for the error message
     * @throws IllegalArgumentException if type or shape differ
     */
    public static void restore(String name, Tensor tensor, ArrayData data) {
        if (data.type() != ArrayData.Type.F32 || !Arrays.equals(data.shape(), shape(tensor))) {
            throw new IllegalArgumentException(name + ": expected F32 " + Arrays.toString(shape(tensor)) + ", found "
                    + data.type() + " " + Arrays.toString(data.shape()));
        }
        writeBytes(tensor, data.bytes());
    }

    /** The shape of a tensor. */
    public static long[] shape(Tensor tensor) {
        long[] shape = new long[(int) tensor.dim()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = tensor.size(i);
        }
        return shape;
    }

    /**
     * The memory of a contiguous float tensor on the CPU, valid while the tensor lives.
     *
     * @throws IllegalArgumentException if the tensor is not on the CPU or has gaps
     */
    public static MemorySegment memory(Tensor tensor) {
        if (tensor.is_cuda() || !tensor.is_contiguous()) {
            throw new IllegalArgumentException("only a contiguous tensor on the CPU has plain memory");
        }
        if (tensor.numel() == 0) {
            return MemorySegment.NULL; // libtorch gives no address for an empty tensor
        }
        return MemorySegment.ofAddress(tensor.data_ptr().address()).reinterpret(tensor.numel() * Float.BYTES);
    }

    /** Computes the gradients of a scalar with respect to these tensors, in their order. */
    public static TensorVector gradients(Tensor scalar, List<Tensor> inputs) {
        return torch.grad(new TensorVector(scalar), new TensorVector(inputs.toArray(Tensor[]::new)));
    }

    private static void writeBytes(Tensor tensor, MemorySegment bytes) {
        long expected = tensor.numel() * Float.BYTES;
        if (bytes.byteSize() != expected) {
            throw new IllegalArgumentException(
                    "expected " + expected / Float.BYTES + " floats, got " + bytes.byteSize() / Float.BYTES);
        }
        try (Scope _ = Scope.open()) {
            Tensor local = tensor.is_cuda() ? torch.empty(shape(tensor)) : tensor.detach();
            MemorySegment.copy(bytes, 0, memory(local), 0, expected);
            if (tensor.is_cuda()) {
                tensor.detach().copy_(local);
            }
        }
    }
}
