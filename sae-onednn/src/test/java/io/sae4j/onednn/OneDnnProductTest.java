package io.sae4j.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.EncoderProduct.Lane;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductShape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.dnnl.global.dnnl;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

class OneDnnProductTest {
    private static final ProductShape SHAPE = new ProductShape(8, 20, 10, 4);

    private final OneDnnLibrary library = new OneDnnLibrary();

    @BeforeEach
    void load() {
        assertThat(library.obstacle()).isEmpty();
    }

    @Test
    void aLaneSetsTheOpenMpCountOfItsThreadAndRestoresIt() {
        NativeOps ops = ops();
        int before = ops.ompGetMaxThreads();
        ops.setOmpNumThreads(3);
        try (EncoderProduct product = library.create(SHAPE, Precision.FLOAT32)) {
            assertThat(ops.ompGetMaxThreads()).isEqualTo(3);
            Lane first = product.lane();
            ops.setOmpNumThreads(2);
            Lane second = product.lane();
            assertThat(ops.ompGetMaxThreads()).isEqualTo(1);
            first.close();
            assertThat(ops.ompGetMaxThreads()).isEqualTo(1);
            second.close();
            assertThat(ops.ompGetMaxThreads()).isEqualTo(3);
        } finally {
            ops.setOmpNumThreads(before);
        }
    }

    /** OpenMP's threads belong to the thread that started them, and bear its name. */
    @Test
    void computesOnTheCallingThreadAlone() throws Exception {
        AtomicInteger after = new AtomicInteger();
        AtomicInteger control = new AtomicInteger();
        Thread thread = new Thread(
                () -> {
                    ops().setOmpNumThreads(4);
                    multiplyLarge();
                    after.set(threadsNamed("probe-3141"));
                    Nd4j.ones(1 << 22).addi(1);
                    control.set(threadsNamed("probe-3141"));
                },
                "probe-3141");
        thread.start();
        thread.join();
        assertThat(control).as("threads of an operation of ND4J").hasValueGreaterThan(1);
        assertThat(after).as("threads of a product").hasValue(1);
    }

    private void multiplyLarge() {
        ProductShape shape = new ProductShape(512, 2048, 1024, 128);
        try (EncoderProduct product = library.create(shape, Precision.FLOAT32)) {
            product.pack(0, new float[2048][512]);
            try (Lane lane = product.lane()) {
                lane.load(new float[128][512], 128);
                lane.multiply(0, new float[128][1024]);
            }
        }
    }

    private static int threadsNamed(String name) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
            return (int) tasks.filter(task -> {
                        try {
                            return Files.readString(task.resolve("comm"))
                                    .strip()
                                    .equals(name);
                        } catch (IOException e) {
                            return false; // It ended meanwhile.
                        }
                    })
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void refusesWorkOnceTheProductIsClosed() {
        EncoderProduct product = library.create(SHAPE, Precision.FLOAT32);
        Lane lane = product.lane();
        product.close();
        product.close();
        assertThatIllegalStateException().isThrownBy(() -> product.pack(0, new float[20][8]));
        assertThatIllegalStateException().isThrownBy(product::lane);
        assertThatIllegalStateException().isThrownBy(() -> lane.load(new float[4][8], 4));
        assertThatIllegalStateException()
                .isThrownBy(() -> lane.multiply(0, new float[4][10]))
                .withMessage("the product is closed");
        lane.close();
        lane.close();
    }

    @Test
    void offersBfloat16WhereTheProcessorMultipliesIt() throws IOException {
        String flags = Files.readString(Path.of("/proc/cpuinfo"));
        assertThat(library.offers(Precision.BFLOAT16))
                .isEqualTo(flags.contains("avx512_bf16") || flags.contains("amx_bf16"));
    }

    @Test
    void namesTheFunctionThatFails() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Natives.check(dnnl.dnnl_invalid_arguments, "dnnl_primitive_execute"))
                .withMessage("oneDNN's dnnl_primitive_execute failed: invalid arguments");
    }

    private static NativeOps ops() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps();
    }
}
