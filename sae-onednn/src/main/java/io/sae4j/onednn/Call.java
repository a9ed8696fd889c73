package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;

import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.Pointer;

/** An operation with its arguments filled in, to be run over and over by one thread. */
final class Call {
    private static final int MAX_ARGUMENTS = 4;

    private final Operation operation;
    private final dnnl_stream stream;
    private final dnnl_exec_arg_t arguments;
    private int count;

    Call(Natives natives, Operation operation, dnnl_stream stream) {
        this.operation = operation;
        this.stream = stream;
        arguments = natives.own(new dnnl_exec_arg_t(MAX_ARGUMENTS));
        long floats = operation.scratchpadFloats();
        if (floats > 0) {
            FloatBlock scratch = new FloatBlock(natives, floats);
            with(DNNL_ARG_SCRATCHPAD, natives.memory(operation.scratchpad(), operation.engine(), scratch.address(0)));
        }
    }

    /** Adds an argument, which must be owned by natives that live as long as this call. */
    Call with(int argument, dnnl_memory memory) {
        arguments.position(count++).arg(argument).memory(memory);
        arguments.position(0);
        return this;
    }

    void run() {
        Natives.check(
                dnnl_primitive_execute(operation.primitive(), stream, count, arguments), "dnnl_primitive_execute");
    }

    /** Lets an argument's memory begin at {@code data}. */
    static void point(dnnl_memory memory, Pointer data) {
        Natives.check(dnnl_memory_set_data_handle(memory, data), "dnnl_memory_set_data_handle");
    }
}
