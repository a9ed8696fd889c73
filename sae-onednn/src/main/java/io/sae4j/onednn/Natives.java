package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_invalid_arguments;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_out_of_memory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_runtime_error;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_default_flags;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Owns native objects, and frees them in reverse order. */
final class Natives implements AutoCloseable {
    private final Deque<Runnable> releases = new ArrayDeque<>();
    private volatile boolean closed;

    /** @throws IllegalStateException when {@code status} is not success */
    static void check(int status, String function) {
        if (status != dnnl_success) {
            throw new IllegalStateException("oneDNN's " + function + " failed: " + describe(status));
        }
    }

    private static String describe(int status) {
        return switch (status) {
            case dnnl_out_of_memory -> "out of memory";
            case dnnl_invalid_arguments -> "invalid arguments";
            case dnnl_unimplemented -> "not implemented";
            case dnnl_runtime_error -> "runtime error";
            default -> "status " + status;
        };
    }

    /** Takes over what {@code created} filled in, whose release keeps it reachable until then. */
    private <P extends Pointer> P own(P pointer, int created, String function, Consumer<P> destroy) {
        check(created, function);
        releases.push(() -> destroy.accept(pointer));
        return pointer;
    }

    /** Takes over memory of JavaCPP's own. */
    <P extends Pointer> P own(P pointer) {
        releases.push(pointer::close);
        return pointer;
    }

    dnnl_engine engine() {
        dnnl_engine engine = new dnnl_engine();
        return own(
                engine, dnnl_engine_create(engine, dnnl.dnnl_cpu, 0), "dnnl_engine_create", dnnl::dnnl_engine_destroy);
    }

    dnnl_stream stream(dnnl_engine engine) {
        dnnl_stream stream = new dnnl_stream();
        int status = dnnl_stream_create(stream, engine, dnnl_stream_default_flags);
        return own(stream, status, "dnnl_stream_create", dnnl::dnnl_stream_destroy);
    }

    /** Attributes of a primitive that several threads may run at once, each with a scratchpad of its own. */
    dnnl_primitive_attr callersScratchpad() {
        dnnl_primitive_attr attr = new dnnl_primitive_attr();
        own(attr, dnnl_primitive_attr_create(attr), "dnnl_primitive_attr_create", dnnl::dnnl_primitive_attr_destroy);
        check(
                dnnl_primitive_attr_set_scratchpad_mode(attr, dnnl_scratchpad_mode_user),
                "dnnl_primitive_attr_set_scratchpad_mode");
        return attr;
    }

    /** A matrix of {@code rows} by {@code columns}, laid out as {@code tag} says. */
    dnnl_memory_desc matrix(long rows, long columns, int type, int tag) {
        dnnl_memory_desc desc = new dnnl_memory_desc();
        int status = dnnl_memory_desc_create_with_tag(desc, 2, new long[] {rows, columns}, type, tag);
        return own(desc, status, "dnnl_memory_desc_create_with_tag", dnnl::dnnl_memory_desc_destroy);
    }

    dnnl_primitive_desc own(dnnl_primitive_desc desc, int created, String function) {
        return own(desc, created, function, dnnl::dnnl_primitive_desc_destroy);
    }

    dnnl_primitive primitive(dnnl_primitive_desc desc) {
        dnnl_primitive primitive = new dnnl_primitive();
        int status = dnnl_primitive_create(primitive, desc);
        return own(primitive, status, "dnnl_primitive_create", dnnl::dnnl_primitive_destroy);
    }

    /** A memory object over {@code data}, which the caller keeps; null when it is told later where its data lie. */
    dnnl_memory memory(dnnl_memory_desc desc, dnnl_engine engine, @Nullable Pointer data) {
        dnnl_memory memory = new dnnl_memory();
        int status = dnnl_memory_create(memory, desc, engine, data);
        return own(memory, status, "dnnl_memory_create", dnnl::dnnl_memory_destroy);
    }

    /**
     * What {@code build} makes of natives that it owns from then on; they are freed when it fails.
     */
    static <T> T ownedBy(Function<Natives, T> build) {
        Natives natives = new Natives();
        try {
            return build.apply(natives);
        } catch (RuntimeException | Error e) {
            natives.close();
            throw e;
        }
    }

    /** @throws IllegalStateException when these are freed, which oneDNN would not notice */
    void requireOpen(String owner) {
        if (closed) {
            throw new IllegalStateException("the " + owner + " is closed");
        }
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        while (!releases.isEmpty()) {
            releases.pop().run();
        }
    }
}
