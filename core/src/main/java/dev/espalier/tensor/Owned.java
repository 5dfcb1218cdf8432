package dev.espalier.tensor;

import java.util.function.Supplier;
import org.bytedeco.javacpp.PointerScope;

/**
 * Native objects that are created together, freed together, and outlive the block that created them: for example a
 * network with its optimiser, which lives until pruning replaces it. The garbage collector does not see how large
 * native objects are, so replaced networks would pile up without this class.
 *
 * @param <T> the content
 */
public final class Owned<T> implements AutoCloseable {

    private final PointerScope pointers;
    private final T content;

    private Owned(PointerScope pointers, T content) {
        this.pointers = pointers;
        this.content = content;
    }

    /** Owns every native object that {@code maker} creates on this thread outside its own scopes. */
    public static <T> Owned<T> of(Supplier<T> maker) {
        PointerScope pointers = new PointerScope();
        try {
            T content = maker.get();
            // After this, the close below only ends the block; a second close frees the objects.
            pointers.extend();
            return new Owned<>(pointers, content);
        } finally {
            pointers.close();
        }
    }

    /** The content; do not use it after this is closed. */
    public T content() {
        return content;
    }

    /** Frees all owned objects. */
    @Override
    public void close() {
        pointers.close();
    }
}
