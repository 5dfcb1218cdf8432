package dev.espalier.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/**
 * A region of code that owns the native objects made in it: closing it frees them at once, without waiting for the
 * garbage collector, which knows nothing of native memory and would come too late.
 *
 * <pre>{@code
 * try (Scope _ = Scope.open()) {
 *     Tensor hidden = input.matmul(weight);   // freed when the scope closes
 *     ...
 * }
 * }</pre>
 *
 * <p>Scopes nest, and belong to the thread that opened them. What is made outside any scope lives until the collector
 * finds it unreachable; networks and optimisers are made so.
 */
public final class Scope implements AutoCloseable {

    private final @Nullable NoGradGuard gradientsOff;
    private final PointerScope pointers;

    private Scope(@Nullable NoGradGuard gradientsOff) {
        this.gradientsOff = gradientsOff;
        this.pointers = new PointerScope();
    }

    /** Opens a scope on the calling thread. */
    public static Scope open() {
        return new Scope(null);
    }

    /** Opens a scope in which libtorch records nothing for a gradient. */
    public static Scope withoutGradients() {
        return new Scope(new NoGradGuard());
    }

    @Override
    public void close() {
        pointers.close();
        if (gradientsOff != null) {
            gradientsOff.close();
        }
    }
}
