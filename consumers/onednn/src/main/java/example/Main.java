package example;

import io.sae4j.product.EncoderProduct;
import io.sae4j.product.Precision;
import io.sae4j.product.ProductLibraries;
import io.sae4j.product.ProductLibrary;
import io.sae4j.product.ProductShape;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Multiplies by ND4J and by the library of the classpath's choice, and tells which that is. */
public final class Main {
    private static final int ROWS = 16;
    private static final int WIDTH = 64;
    private static final int FEATURES = 256;

    private Main() {}

    public static void main(String[] args) {
        ProductLibrary library = ProductLibraries.best().orElseThrow();
        float[][] rows = random(ROWS, WIDTH);
        float[][] weights = random(FEATURES, WIDTH);
        float[][] product = new float[ROWS][FEATURES];

        ProductShape shape = new ProductShape(WIDTH, FEATURES, FEATURES, ROWS);
        try (EncoderProduct encoder = library.create(shape, Precision.FLOAT32);
                EncoderProduct.Lane lane = encoder.lane()) {
            encoder.pack(0, weights);
            lane.load(rows, ROWS);
            lane.multiply(0, product);
        }

        INDArray byNd4j = Nd4j.create(rows).mmul(Nd4j.create(weights).transpose());
        if (!byNd4j.equalsWithEps(Nd4j.create(product), 1e-4)) {
            throw new AssertionError("ND4J's product is another one");
        }
        System.out.println("onednn: products by " + library.name() + ", equal to ND4J's");
    }

    private static float[][] random(int rows, int width) {
        Random random = new Random(rows);
        float[][] values = new float[rows][width];
        for (float[] row : values) {
            for (int i = 0; i < width; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return values;
    }
}
