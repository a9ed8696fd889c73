package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;

import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A compiled operation of oneDNN. Each caller brings a scratchpad: with one of the library's own, an operation could only
 * run on the thread that created it.
 */
final class Operation {
    private final dnnl_engine engine;
    private final dnnl_primitive primitive;
    private final dnnl_memory_desc scratchpad;

    Operation(Natives natives, dnnl_engine engine, dnnl_primitive_desc desc) {
        this.engine = engine;
        primitive = natives.primitive(desc);
        scratchpad = dnnl_primitive_desc_query_md(desc, dnnl_query_scratchpad_md, 0);
    }

    dnnl_engine engine() {
        return engine;
    }

    dnnl_primitive primitive() {
        return primitive;
    }

    dnnl_memory_desc scratchpad() {
        return scratchpad;
    }

    long scratchpadFloats() {
        return FloatBlock.lengthOf(dnnl_memory_desc_get_size(scratchpad));
    }
}
