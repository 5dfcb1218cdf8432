package dev.espalier.mujoco;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * MuJoCo's C functions as Java methods. They throw {@link IllegalStateException} before any native call if an arena is
 * closed. None is linked as "critical": a step may call back into Java for a warning, which crashes the JVM in such
 * calls.
 */
final class Functions {

    final Consumer<MemorySegment> defaultVfs;
    final Consumer<MemorySegment> deleteVfs;
    final Consumer<MemorySegment> deleteModel;
    final Consumer<MemorySegment> deleteData;

    // Functions of a model and its simulation.
    final BiConsumer<MemorySegment, MemorySegment> resetData;
    final BiConsumer<MemorySegment, MemorySegment> forward;
    final BiConsumer<MemorySegment, MemorySegment> step;
    final BiConsumer<MemorySegment, MemorySegment> rnePostConstraint;
    final BiConsumer<MemorySegment, MemorySegment> subtreeVel;

    /** Computes poses of bodies, geoms and sites from the joint positions only. */
    final BiConsumer<MemorySegment, MemorySegment> kinematics;

    /** Computes positions of the flexes' vertices from those of the bodies. */
    final BiConsumer<MemorySegment, MemorySegment> flex;

    private final MethodHandle loadXml;
    private final MethodHandle addBufferVfs;
    private final MethodHandle makeData;
    private final MethodHandle resetDataKeyframe;
    private final MethodHandle contactForce;
    private final MethodHandle stateSize;
    private final MethodHandle getState;
    private final MethodHandle setState;
    private final MethodHandle name2Id;
    private final MethodHandle id2Name;
    private final MethodHandle totalMass;
    private final MethodHandle local2Global;

    /**
     * Links the functions.
     *
     * @throws NoSuchElementException if the library lacks one
     */
    Functions(SymbolLookup library) {
        loadXml = link(library, "mj_loadXML", ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        defaultVfs = ofObject(library, "mj_defaultVFS");
        addBufferVfs = link(library, "mj_addBufferVFS", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        deleteVfs = ofObject(library, "mj_deleteVFS");
        deleteModel = ofObject(library, "mj_deleteModel");
        makeData = link(library, "mj_makeData", ADDRESS, ADDRESS);
        deleteData = ofObject(library, "mj_deleteData");
        resetData = ofData(library, "mj_resetData");
        resetDataKeyframe = linkVoid(library, "mj_resetDataKeyframe", ADDRESS, ADDRESS, JAVA_INT);
        forward = ofData(library, "mj_forward");
        kinematics = ofData(library, "mj_kinematics");
        flex = ofData(library, "mj_flex");
        contactForce = linkVoid(library, "mj_contactForce", ADDRESS, ADDRESS, JAVA_INT, ADDRESS);
        step = ofData(library, "mj_step");
        rnePostConstraint = ofData(library, "mj_rnePostConstraint");
        subtreeVel = ofData(library, "mj_subtreeVel");
        stateSize = link(library, "mj_stateSize", JAVA_INT, ADDRESS, JAVA_INT);
        getState = linkVoid(library, "mj_getState", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        setState = linkVoid(library, "mj_setState", ADDRESS, ADDRESS, ADDRESS, JAVA_INT);
        name2Id = link(library, "mj_name2id", JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);
        id2Name = link(library, "mj_id2name", ADDRESS, ADDRESS, JAVA_INT, JAVA_INT);
        totalMass = link(library, "mj_getTotalmass", JAVA_DOUBLE, ADDRESS);
        local2Global =
                linkVoid(library, "mj_local2Global", ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, JAVA_BYTE);
    }

    /** The result of mj_version(), 3014000 for release 3.14.0. Needs no other function to be linked. */
    static int version(SymbolLookup library) {
        MethodHandle version = link(library, "mj_version", JAVA_INT);
        return call(() -> (int) version.invokeExact());
    }

    /** Compiles an MJCF file, from {@code vfs} if it is not NULL. Returns NULL and fills {@code error} on failure. */
    MemorySegment loadXml(MemorySegment fileName, MemorySegment vfs, MemorySegment error) {
        return call(() -> (MemorySegment) loadXml.invokeExact(fileName, vfs, error, Math.toIntExact(error.byteSize())));
    }

    /** Adds a file to {@code vfs}. Returns 0 on success. */
    int addBufferVfs(MemorySegment vfs, MemorySegment name, MemorySegment content) {
        return call(() -> (int) addBufferVfs.invokeExact(vfs, name, content, Math.toIntExact(content.byteSize())));
    }

    /** New simulation data in the start state, or NULL if there is not enough memory. */
    MemorySegment makeData(MemorySegment model) {
        return call(() -> (MemorySegment) makeData.invokeExact(model));
    }

    /** Resets to the start state and applies a keyframe. */
    void resetDataKeyframe(MemorySegment model, MemorySegment data, int key) {
        run(() -> {
            resetDataKeyframe.invokeExact(model, data, key);
        });
    }

    /** Force and torque of a contact, {@code [6]}, in the contact's frame. */
    void contactForce(MemorySegment model, MemorySegment data, int contact, MemorySegment result) {
        run(() -> {
            contactForce.invokeExact(model, data, contact, result);
        });
    }

    /** Number of entries of the given parts of the state. */
    int stateSize(MemorySegment model, int parts) {
        return call(() -> (int) stateSize.invokeExact(model, parts));
    }

    void getState(MemorySegment model, MemorySegment data, MemorySegment state, int parts) {
        run(() -> {
            getState.invokeExact(model, data, state, parts);
        });
    }

    void setState(MemorySegment model, MemorySegment data, MemorySegment state, int parts) {
        run(() -> {
            setState.invokeExact(model, data, state, parts);
        });
    }

    /** The index of a named object, or -1. */
    int name2Id(MemorySegment model, int objectType, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            return call(() -> (int) name2Id.invokeExact(model, objectType, text));
        }
    }

    /** The name of an object; empty if it has none. */
    String id2Name(MemorySegment model, int objectType, int id) {
        MemorySegment name = call(() -> (MemorySegment) id2Name.invokeExact(model, objectType, id));
        return name.equals(MemorySegment.NULL)
                ? ""
                : name.reinterpret(Long.MAX_VALUE).getString(0);
    }

    double totalMass(MemorySegment model) {
        return call(() -> (double) totalMass.invokeExact(model));
    }

    /** Maps a pose in a body's frame to the world. */
    void local2Global(
            MemorySegment data,
            MemorySegment worldPosition,
            MemorySegment worldRotation,
            MemorySegment position,
            MemorySegment quaternion,
            int body) {
        byte ownFrame = 0;
        run(() -> {
            local2Global.invokeExact(data, worldPosition, worldRotation, position, quaternion, body, ownFrame);
        });
    }

    private static Consumer<MemorySegment> ofObject(SymbolLookup library, String name) {
        MethodHandle function = linkVoid(library, name, ADDRESS);
        return object -> run(() -> {
            function.invokeExact(object);
        });
    }

    /** The function allocates nothing, as a step is performance-critical. */
    private static BiConsumer<MemorySegment, MemorySegment> ofData(SymbolLookup library, String name) {
        MethodHandle function = linkVoid(library, name, ADDRESS, ADDRESS);
        return (model, data) -> {
            try {
                function.invokeExact(model, data);
            } catch (Throwable thrown) {
                throw unchecked(thrown);
            }
        };
    }

    private static MethodHandle link(
            SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(symbol(library, name), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle linkVoid(SymbolLookup library, String name, MemoryLayout... arguments) {
        return Linker.nativeLinker().downcallHandle(symbol(library, name), FunctionDescriptor.ofVoid(arguments));
    }

    private static MemorySegment symbol(SymbolLookup library, String name) {
        return library.find(name).orElseThrow(() -> new NoSuchElementException(name));
    }

    private interface Call<T> {
        T invoke() throws Throwable;
    }

    private interface VoidCall {
        void invoke() throws Throwable;
    }

    private static <T> T call(Call<T> call) {
        try {
            return call.invoke();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    private static void run(VoidCall call) {
        try {
            call.invoke();
        } catch (Throwable thrown) {
            throw unchecked(thrown);
        }
    }

    /** C code throws nothing; only the checks of arguments throw, and these exceptions are unchecked. */
    private static RuntimeException unchecked(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException exception -> exception;
            case Error error -> throw error;
            default -> throw new AssertionError("a call of a C function threw a checked exception", thrown);
        };
    }
}
