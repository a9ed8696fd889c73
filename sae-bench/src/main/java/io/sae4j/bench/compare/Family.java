package io.sae4j.bench.compare;

/** Who computes a row of the comparison. */
public enum Family {
    OURS_FUSED("ours-fused"),
    OURS_GRAPH("ours-graph"),
    /** Dense autograd. */
    TORCH_DENSE("torch-dense"),
    /** Sparse decoding and sparse gradients from stock kernels. */
    TORCH_SPARSE("torch-sparse"),
    /** The encoder product alone, in PyTorch. */
    TORCH_PRODUCT("torch-product"),
    /** The encoder product alone, in the best library we know. */
    FLOOR_PRODUCT("floor-product");

    private final String prefix;

    Family(String prefix) {
        this.prefix = prefix;
    }

    /** How the names of its rows start. */
    String prefix() {
        return prefix;
    }

    boolean isOurs() {
        return this == OURS_FUSED || this == OURS_GRAPH;
    }

    boolean isProduct() {
        return this == TORCH_PRODUCT || this == FLOOR_PRODUCT;
    }
}
