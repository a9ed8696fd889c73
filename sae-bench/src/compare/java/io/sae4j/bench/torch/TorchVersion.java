package io.sae4j.bench.torch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.pytorch.global.torch;

/** What PyTorch says of itself. */
final class TorchVersion {
    private static final Pattern VERSION = Pattern.compile("TORCH_VERSION=([^,]+)");
    private static final Pattern BLAS = Pattern.compile("BLAS_INFO=([^,]+)");
    private static final Pattern ONEDNN = Pattern.compile("MKL-DNN (v\\S+)");
    private static final Pattern CAPABILITY = Pattern.compile("CPU capability usage: (\\S+)");

    private TorchVersion() {}

    /** Such as {@code PyTorch 2.10.0 (BLAS open, oneDNN v3.7.1, AVX512, 2 threads)}. */
    static String describe() {
        try (BytePointer text = torch.show_config()) {
            String config = text.getString();
            return "PyTorch " + find(VERSION, config) + " (BLAS " + find(BLAS, config) + ", oneDNN "
                    + find(ONEDNN, config) + ", " + find(CAPABILITY, config) + ", " + torch.get_num_threads()
                    + " threads)";
        }
    }

    private static String find(Pattern pattern, String config) {
        Matcher matcher = pattern.matcher(config);
        return matcher.find() ? matcher.group(1) : "unknown";
    }
}
