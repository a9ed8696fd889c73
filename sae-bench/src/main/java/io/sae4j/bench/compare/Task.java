package io.sae4j.bench.compare;

/** What a row computes. */
public enum Task {
    TOPK("topk"),
    /** TopK whose products run in bf16, over fp32 master weights. */
    TOPK_BF16("topk-bf16"),
    /** TopK with AuxK while a tenth of the features is dead. */
    TOPK_AUXK("topk-auxk"),
    /** ReLU with L1, biases such that about 100 features fire on a row. */
    RELU("relu"),
    /** ReLU with L1 at its usual start: zero biases, half of all features fire. */
    RELU_DENSE_START("relu-dense-start"),
    /** JumpReLU with the L0 step loss and a narrow kernel, thresholds such that about 50 features fire on a row. */
    JUMPRELU("jumprelu"),
    /** The same with a wide kernel, which hundreds of features of a row lie in. */
    JUMPRELU_WIDE("jumprelu-wide"),
    PRODUCT_FP32("fp32"),
    PRODUCT_BF16("bf16");

    private final String suffix;

    Task(String suffix) {
        this.suffix = suffix;
    }

    /** How the names of its rows end. */
    String suffix() {
        return suffix;
    }

    /** Whether the encoder product may run in bf16. */
    public boolean isBf16() {
        return this == TOPK_BF16 || this == PRODUCT_BF16;
    }
}
