package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComputeTest {

    @Test
    void missingCudaSaysWhatToDo() {
        assertThatThrownBy(() -> Compute.on(Compute.Kind.CUDA, 1))
                .isInstanceOf(ComputeException.class)
                .hasMessageStartingWith("device cuda: ")
                .hasMessageContaining("--device cpu");
    }

    @AfterEach
    void leaveOneThreadForOtherTests() {
        Compute.on(Compute.Kind.CPU, 1);
    }

    /** Both kinds of threads together are no more than asked for. */
    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 2, 1", "3, 3, 1", "4, 4, 1", "7, 4, 1", "8, 4, 2", "19, 4, 4"})
    void sharesTheThreadsOut(int threads, int sideBySide, int perProduct) {
        Compute compute = Compute.on(Compute.Kind.CPU, threads);

        assertThat(compute.sideBySide()).isEqualTo(sideBySide);
        assertThat(torch.get_num_threads()).isEqualTo(perProduct);
    }

    @Test
    void takesAllProcessorsUnlessTold() {
        Compute told = Compute.on(Compute.Kind.CPU, Runtime.getRuntime().availableProcessors());
        int perProduct = torch.get_num_threads();

        assertThat(Compute.on(Compute.Kind.CPU, 0).sideBySide()).isEqualTo(told.sideBySide());
        assertThat(torch.get_num_threads()).isEqualTo(perProduct);
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
