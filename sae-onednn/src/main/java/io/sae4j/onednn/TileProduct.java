package io.sae4j.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ba;
import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import io.sae4j.product.Precision;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The operations for tiles of one size. A block always has the same number of rows, missing ones being zero: oneDNN chooses
 * its kernel by the sizes, and a row's result shall not depend on how many rows there are.
 *
 * <p>Weights are kept as the kernel reads them, so that they are rearranged once a step and not in each block's product.
 */
final class TileProduct {
    /** Rows as they come, {@code [rows, width]} floats. */
    final dnnl_memory_desc plainRows;
    /** Rows in the precision of the product. */
    final dnnl_memory_desc rows;
    /** Weights as they come, {@code [features, width]} floats, seen as their transpose. */
    final dnnl_memory_desc plainWeights;
    /** Weights as the kernel reads them. */
    final dnnl_memory_desc weights;
    /** Results, {@code [rows, features]} floats. */
    final dnnl_memory_desc results;

    final Operation multiply;
    /** From {@link #plainWeights} to {@link #weights}. */
    final Operation packWeights;
    /** From {@link #plainRows} to {@link #rows}, where these differ. */
    final Optional<Operation> convertRows;

    TileProduct(Natives natives, dnnl_engine engine, Precision precision, int rowCount, int width, int features) {
        int type = precision == Precision.BFLOAT16 ? dnnl_bf16 : dnnl_f32;
        plainRows = natives.matrix(rowCount, width, dnnl_f32, dnnl_ab);
        rows = natives.matrix(rowCount, width, type, dnnl_ab);
        plainWeights = natives.matrix(width, features, dnnl_f32, dnnl_ba);
        dnnl_memory_desc anyWeights = natives.matrix(width, features, type, dnnl_format_tag_any);
        results = natives.matrix(rowCount, features, dnnl_f32, dnnl_ab);
        dnnl_primitive_attr attr = natives.callersScratchpad();

        dnnl_primitive_desc product = new dnnl_primitive_desc();
        int status = dnnl_matmul_primitive_desc_create(product, engine, rows, anyWeights, null, results, attr);
        natives.own(product, status, "dnnl_matmul_primitive_desc_create");
        weights = dnnl_primitive_desc_query_md(product, dnnl_query_weights_md, 0);
        multiply = new Operation(natives, engine, product);
        packWeights = reorder(natives, engine, plainWeights, weights, attr);
        convertRows = precision == Precision.FLOAT32
                ? Optional.empty()
                : Optional.of(reorder(natives, engine, plainRows, rows, attr));
    }

    private static Operation reorder(
            Natives natives, dnnl_engine engine, dnnl_memory_desc from, dnnl_memory_desc to, dnnl_primitive_attr attr) {
        dnnl_primitive_desc desc = new dnnl_primitive_desc();
        int status = dnnl_reorder_primitive_desc_create(desc, from, engine, to, engine, attr);
        natives.own(desc, status, "dnnl_reorder_primitive_desc_create");
        return new Operation(natives, engine, desc);
    }

    /** Room for the weights of a tile, in floats. */
    long weightFloats() {
        return FloatBlock.lengthOf(dnnl_memory_desc_get_size(weights));
    }

    /** Room for a block's rows in the precision of the product, in floats. */
    long rowFloats() {
        return FloatBlock.lengthOf(dnnl_memory_desc_get_size(rows));
    }
}
