package dev.espalier.nn;

import dev.espalier.tensor.Compute;
import dev.espalier.tensor.ListKernels;
import dev.espalier.tensor.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam (Kingma and Ba, 2015) over the parameters of one network, with PyTorch's usual decay rates. The moments of each
 * parameter are tensors of its own shape under its own name, so that whoever removes a row of a weight can remove the
 * same row here.
 */
public final class Adam {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    private final ListKernels kernels;
    private final double learningRate;
    private final SequencedMap<String, Tensor> state = new LinkedHashMap<>();
    private final TensorVector parameters;
    private final Tensor steps;
    private final IValue parameterList;
    private final IValue expAvgs;
    private final IValue expAvgSqs;
    private final IValue stepList;

    /** An optimiser at step 0. */
    public Adam(SequencedMap<String, Tensor> parameters, double learningRate, ListKernels kernels, Compute compute) {
        this.kernels = kernels;
        this.learningRate = learningRate;
        List<Tensor> tensors = List.copyOf(parameters.values());
        List<Tensor> first = new ArrayList<>();
        List<Tensor> second = new ArrayList<>();
        for (Map.Entry<String, Tensor> parameter : parameters.entrySet()) {
            Tensor expAvg = torch.zeros_like(parameter.getValue().detach());
            Tensor expAvgSq = torch.zeros_like(parameter.getValue().detach());
            state.put(parameter.getKey() + ".exp_avg", expAvg);
            state.put(parameter.getKey() + ".exp_avg_sq", expAvgSq);
            first.add(expAvg);
            second.add(expAvgSq);
        }
        steps = torch.zeros(new long[] {1}, compute.floats());
        state.put("step", steps);
        this.parameters = new TensorVector(tensors.toArray(Tensor[]::new));
        parameterList = ListKernels.list(tensors);
        expAvgs = ListKernels.list(first);
        expAvgSqs = ListKernels.list(second);
        stepList = ListKernels.list(Collections.nCopies(tensors.size(), steps));
    }

    /** The gradient of a scalar loss with respect to the parameters, in their order. */
    public TensorVector gradients(Tensor loss) {
        return torch.grad(new TensorVector(loss), parameters);
    }

    /**
     * Moves every parameter against its gradient.
     *
     * @param gradients as {@link #gradients} returned them
     */
    public void step(TensorVector gradients) {
        try (Scope _ = Scope.open()) {
            steps.add_(new Scalar(1.0f));
        }
        kernels.adam(
                parameterList,
                ListKernels.list(gradients),
                expAvgs,
                expAvgSqs,
                stepList,
                learningRate,
                BETA1,
                BETA2,
                EPSILON);
    }

    /** Moments and step count by name; the live tensors, to be written to a file or overwritten from one. */
    public SequencedMap<String, Tensor> state() {
        return Collections.unmodifiableSequencedMap(state);
    }
}
