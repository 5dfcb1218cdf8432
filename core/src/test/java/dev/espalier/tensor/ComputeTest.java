package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

class ComputeTest {

    @Test
    void missingCudaSaysWhatToDo() {
        assertThatThrownBy(() -> Compute.on(Compute.Kind.CUDA, 1))
                .isInstanceOf(ComputeException.class)
                .hasMessageStartingWith("device cuda: ")
                .hasMessageContaining("--device cpu");
    }

    @Test
    void setsTheThreadsAskedFor() {
        Compute.on(Compute.Kind.CPU, 2);
        assertThat(torch.get_num_threads()).isEqualTo(2);

        Compute.on(Compute.Kind.CPU, 0);
        assertThat(torch.get_num_threads())
                .isEqualTo(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    }

    @Test
    void scopeFreesWhatWasMadeInIt() {
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        Tensor before = Tensors.of(compute, new float[] {3, 4}, 2);
        Tensor freed;
        try (Scope _ = Scope.open()) {
            freed = Tensors.of(compute, new float[] {1, 2}, 2);
        }

        assertThat(freed.isNull()).isTrue();
        assertThat(Tensors.toFloats(before)).containsExactly(3f, 4f);
    }

    @Test
    void scopeWithoutGradientsRecordsNoneAndEndsSo() {
        Compute compute = Compute.on(Compute.Kind.CPU, 1);
        Tensor leaf = Tensors.of(compute, new float[] {1}, 1).requires_grad_(true);
        try (Scope _ = Scope.withoutGradients()) {
            assertThat(leaf.exp().requires_grad()).isFalse();
        }

        assertThat(leaf.exp().requires_grad()).isTrue();
    }
}
