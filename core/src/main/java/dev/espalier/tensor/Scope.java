package dev.espalier.tensor;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.jspecify.annotations.Nullable;

/**
 * A scope: it owns the native objects created in it and frees them as soon as it is closed. The garbage collector
 * cannot do this in time, because it does not see native memory.
 *
 * <pre>{@code
 * try (Scope _ = Scope.open()) {
 *     Tensor hidden = input.matmul(weight);   // freed when the scope closes
 *     ...
 * }
 * }</pre>
 *
 * <p>Scopes nest, and belong to the thread that opened them. Objects that are created outside any scope live until the
 * collector finds them unreachable.
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

    /** Opens a scope in which libtorch records no gradients. */
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
