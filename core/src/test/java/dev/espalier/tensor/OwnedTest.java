package dev.espalier.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

/** Whether native objects live as long as their arena, and no longer. */
class OwnedTest {

    private final Compute compute = Compute.on(Compute.Kind.CPU, 1);

    private Tensor tensor(float... values) {
        return Tensors.of(compute, values, values.length);
    }

    @Test
    void whatWasMadeLivesUntilItIsClosed() {
        List<Tensor> onTheWay = new ArrayList<>();
        Owned<Tensor> arena = Owned.of(() -> {
            onTheWay.add(tensor(1, 2));
            return onTheWay.getFirst().add(tensor(3, 4));
        });

        assertThat(Tensors.toFloats(arena.content())).containsExactly(4, 6);
        assertThat(Tensors.toFloats(onTheWay.getFirst())).containsExactly(1, 2);
        arena.close();
        assertThat(arena.content().isNull()).isTrue();
        assertThat(onTheWay.getFirst().isNull()).isTrue();
    }

    /** A network that a pruning makes in the midst of an update must not end with the update's scope. */
    @Test
    void itOutlivesTheScopeInWhichItWasMade() {
        Owned<Tensor> arena;
        Tensor passing;
        try (Scope _ = Scope.open()) {
            arena = Owned.of(() -> tensor(5));
            passing = tensor(6);
        }

        assertThat(passing.isNull()).isTrue();
        assertThat(Tensors.toFloats(arena.content())).containsExactly(5);
        arena.close();
        assertThat(arena.content().isNull()).isTrue();
    }

    /** What the maker puts into scopes of its own is not kept. */
    @Test
    void scopesOfTheMakerEndAtOnce() {
        List<Tensor> passing = new ArrayList<>();
        try (Owned<Tensor> arena = Owned.of(() -> {
            try (Scope _ = Scope.open()) {
                passing.add(tensor(1));
            }
            return tensor(2);
        })) {
            assertThat(passing.getFirst().isNull()).isTrue();
            assertThat(Tensors.toFloats(arena.content())).containsExactly(2);
        }
    }

    @Test
    void aMakerThatFailsLeavesNothing() {
        List<Tensor> made = new ArrayList<>();
        long before = Pointer.totalCount();

        assertThatThrownBy(() -> Owned.<Tensor>of(() -> {
                    made.add(tensor(1));
                    throw new IllegalStateException("no more memory");
                }))
                .hasMessage("no more memory");

        assertThat(made.getFirst().isNull()).isTrue();
        assertThat(Pointer.totalCount()).isLessThanOrEqualTo(before);
    }

    @Test
    void arenasAreIndependent() {
        Owned<Tensor> first = Owned.of(() -> tensor(1));
        Owned<Tensor> second = Owned.of(() -> first.content().add(tensor(1)));
        first.close();

        assertThat(Tensors.toFloats(second.content())).containsExactly(2);
        second.close();
    }
}
