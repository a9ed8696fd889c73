package io.sae4j.onednn;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.Optional;
import org.bytedeco.dnnl.global.dnnl;

/** oneDNN, which reaches what the hardware can do in 32 bits, and twice that in bfloat16 where the processor knows it. */
public final class OneDnnLibrary implements ProductLibrary {
    @Override
    public String name() {
        return "onednn";
    }

    @Override
    public Optional<String> obstacle() {
        return Obstacles.find();
    }

    @Override
    public boolean offers(Precision precision) {
        return switch (precision) {
            case FLOAT32 -> true;
            case BFLOAT16 -> obstacle().isEmpty() && multipliesBfloat16();
        };
    }

    /** AMX and later instruction sets include the bits of AVX512-BF16. Without these, bfloat16 would be emulated. */
    private static boolean multipliesBfloat16() {
        int needed = dnnl.dnnl_cpu_isa_avx512_core_bf16;
        return (dnnl.dnnl_get_effective_cpu_isa() & needed) == needed;
    }

    @Override
    public int preference() {
        return 10;
    }

    @Override
    public EncoderProduct create(ProductShape shape, Precision precision) {
        if (!offers(precision)) {
            throw new IllegalArgumentException("onednn offers no " + precision + " products on this processor");
        }
        return OneDnnProduct.create(shape, precision);
    }
}
