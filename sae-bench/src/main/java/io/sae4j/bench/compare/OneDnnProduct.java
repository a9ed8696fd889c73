package io.sae4j.bench.compare;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.util.function.Consumer;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * {@code x·W_encᵀ} with fp32 results. Weights lie feature-major in memory, as the update leaves them; laying them out as
 * oneDNN likes best is left to each product, since they change in every step.
 */
final class OneDnnProduct implements MeasuredStep {
    private final engine cpu = new engine(engine.kind.cpu, 0);
    private final stream queue = new stream(cpu);
    private final memory x;
    private final memory w;
    private final memory out;
    private final matmul product;
    private final IntMemoryMap arguments = new IntMemoryMap();

    OneDnnProduct(Problem problem) {
        int batch = problem.workload().batch();
        int d = problem.workload().d();
        int m = problem.workload().m();
        memory.data_type type = problem.task().isBf16() ? memory.data_type.bf16 : memory.data_type.f32;
        float[] rows = problem.batch().input();
        x = filled(batch, d, type, memory.format_tag.ab, data -> data.put(rows, 0, batch * d));
        w = filled(
                d,
                m,
                type,
                memory.format_tag.ba,
                data -> problem.directions(
                        (row, values) -> data.position((long) row * d).put(values, 0, d)));
        out = memory(batch, m, memory.data_type.f32, memory.format_tag.ab);
        product = new matmul(new matmul.primitive_desc(cpu, x.get_desc(), w.get_desc(), out.get_desc()));
        arguments.put(DNNL_ARG_SRC, x).put(DNNL_ARG_WEIGHTS, w).put(DNNL_ARG_DST, out);
    }

    private memory memory(long rows, long columns, memory.data_type type, memory.format_tag layout) {
        return new memory(new memory.desc(new long[] {rows, columns}, type, layout), cpu);
    }

    /** Filled in fp32 and converted. */
    private memory filled(
            long rows, long columns, memory.data_type type, memory.format_tag layout, Consumer<FloatPointer> fill) {
        memory exact = memory(rows, columns, memory.data_type.f32, layout);
        fill.accept(new FloatPointer(exact.get_data_handle()));
        if (type == memory.data_type.f32) {
            return exact;
        }
        memory converted = memory(rows, columns, type, layout);
        new reorder(exact, converted).execute(queue, exact, converted);
        queue._wait();
        exact.close();
        return converted;
    }

    @Override
    public void run() {
        product.execute(queue, arguments);
        queue._wait();
    }

    /** A copy of the product {@code [batch, m]}. */
    float[] result() {
        float[] values = new float[(int) (out.get_desc().get_size() / Float.BYTES)];
        new FloatPointer(out.get_data_handle()).get(values);
        return values;
    }

    @Override
    public double l0() {
        return Double.NaN;
    }

    @Override
    public String library() {
        dnnl_version_t version = dnnl_version();
        return "oneDNN " + version.major() + "." + version.minor() + "." + version.patch();
    }

    @Override
    public void close() {
        arguments.close();
        product.close();
        out.close();
        w.close();
        x.close();
        queue.close();
        cpu.close();
    }
}
