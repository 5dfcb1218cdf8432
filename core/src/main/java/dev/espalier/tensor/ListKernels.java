package dev.espalier.tensor;

import java.util.Collection;
import org.bytedeco.pytorch.CompilationUnit;
import org.bytedeco.pytorch.Function;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.QualifiedName;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorType;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.Type;
import org.bytedeco.pytorch.global.torch;

/**
 * libtorch operators that process whole lists of tensors in one pass over their memory. JavaCPP does not offer them as
 * methods, so they are called through three lines of TorchScript. One call replaces eight calls for each parameter, and
 * reads and writes each number once. Several threads may call them at a time, for different tensors.
 */
public final class ListKernels {

    // The unit owns the functions, so it must stay reachable as long as they do.
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final CompilationUnit unit;

    private final Function adam;
    private final Function clip;
    private final Function lerp;

    public ListKernels() {
        unit = torch.compile("""
                def adam(params: List[Tensor], grads: List[Tensor], exp_avgs: List[Tensor],
                         exp_avg_sqs: List[Tensor], steps: List[Tensor],
                         lr: float, beta1: float, beta2: float, eps: float, decay: float):
                    torch._fused_adam_(params, grads, exp_avgs, exp_avg_sqs, [], steps, lr=lr, beta1=beta1,
                                       beta2=beta2, weight_decay=decay, eps=eps, amsgrad=False, maximize=False)

                def clip(grads: List[Tensor], most: float):
                    length = torch.linalg_vector_norm(torch.stack(torch._foreach_norm(grads)))
                    torch._foreach_mul_(grads, torch.clamp(most / (length + 1e-6), max=1.0))

                def lerp(targets: List[Tensor], sources: List[Tensor], weight: float):
                    torch._foreach_lerp_(targets, sources, weight)
                """);
        adam = unit.get_function(new QualifiedName("adam"));
        clip = unit.get_function(new QualifiedName("clip"));
        lerp = unit.get_function(new QualifiedName("lerp"));
    }

    /** Converts tensors to the list type of the kernels; the list keeps the tensors alive. */
    public static IValue list(Collection<Tensor> tensors) {
        GenericList list = emptyList();
        for (Tensor tensor : tensors) {
            list.push_back(new IValue(tensor));
        }
        return new IValue(list);
    }

    /**
     * Converts some entries of a list that libtorch returned, like {@link #list(Collection)}.
     *
     * @param positions the entries to take, in this order
     */
    public static IValue list(TensorVector tensors, int... positions) {
        GenericList list = emptyList();
        for (int position : positions) {
            list.push_back(new IValue(tensors.get(position)));
        }
        return new IValue(list);
    }

    private static GenericList emptyList() {
        return new GenericList(new Type.TypePtr(TensorType.get()));
    }

    /**
     * One step of Adam (Kingma and Ba, 2015) over lists of equal length, in place.
     *
     * @param steps number of this step for each parameter, counted from 1
     * @param decay factor of the parameter that is added to its gradient: the gradient of
     *     {@code decay / 2 * |parameter|^2}
     */
    public void adam(
            IValue params,
            IValue grads,
            IValue expAvgs,
            IValue expAvgSqs,
            IValue steps,
            double learningRate,
            double beta1,
            double beta2,
            double epsilon,
            double decay) {
        adam.apply(new IValueVector(
                params,
                grads,
                expAvgs,
                expAvgSqs,
                steps,
                new IValue(learningRate),
                new IValue(beta1),
                new IValue(beta2),
                new IValue(epsilon),
                new IValue(decay)));
    }

    /** Scales all gradients by {@code min(1, most / length)} in place; length is the norm of all of them. */
    public void clip(IValue gradients, double most) {
        clip.apply(new IValueVector(gradients, new IValue(most)));
    }

    /** {@code target += weight * (source - target)} for each pair, in place. */
    public void lerp(IValue targets, IValue sources, double weight) {
        lerp.apply(new IValueVector(targets, sources, new IValue(weight)));
    }
}
