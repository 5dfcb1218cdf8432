package dev.espalier.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * Native objects that are made together and freed together, later than the block that made them: a network with its
 * optimiser, which lives until pruning replaces it. Waiting for the garbage collector instead would pile up replaced
 * networks, as it does not see how large they are.
 *
 * @param <T> what was made
 */
public final class Owned<T> implements AutoCloseable {

    private final PointerScope pointers;
    private final T content;

    private Owned(PointerScope pointers, T content) {
        this.pointers = pointers;
        this.content = content;
    }

    /** Owns every native object that {@code maker} makes on this thread outside scopes of its own. */
    public static <T> Owned<T> of(Supplier<T> maker) {
        PointerScope pointers = new PointerScope();
        try {
            T content = maker.get();
            // The close below then ends the block only, and a second one frees.
            pointers.extend();
            return new Owned<>(pointers, content);
        } finally {
            pointers.close();
        }
    }

    /** What was made; not to be used once this is closed. */
    public T content() {
        return content;
    }

    /** Frees everything that was made. */
    @Override
    public void close() {
        pointers.close();
    }
}
