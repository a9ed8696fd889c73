package io.sae4j.activations.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks, trained for a few steps where it matters. */
final class Networks {
    static final int INPUTS = 5;
    static final int CLASSES = 3;
    static final int HIDDEN = 6;
    private static final int STEPS = 10;

    private Networks() {}

    /** Seeded values in (-1, 1). */
    static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextFloat() * 2 - 1);
        }
        return array;
    }

    /** One-hot rows. */
    static INDArray classes(int count) {
        INDArray labels = Nd4j.zeros(count, CLASSES);
        for (int i = 0; i < count; i++) {
            labels.putScalar(i, i % CLASSES, 1);
        }
        return labels;
    }

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.01))
                .weightInit(WeightInit.XAVIER);
    }

    private static OutputLayer softmax() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    }

    static MultiLayerNetwork dense(DataType type) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .dataType(type)
                .list()
                .layer(new DenseLayer.Builder()
                        .name("first")
                        .nOut(8)
                        .activation(Activation.TANH)
                        .build())
                .layer(new DenseLayer.Builder()
                        .name("hidden")
                        .nOut(HIDDEN)
                        .activation(Activation.TANH)
                        .build())
                .layer(softmax())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
        network.init();
        for (int i = 0; i < STEPS; i++) {
            network.fit(random(i, 32, INPUTS).castTo(type), classes(32).castTo(type));
        }
        return network;
    }

    /** Its second layer overwrites its input at inference. */
    static MultiLayerNetwork withActivationLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(new DenseLayer.Builder()
                        .nOut(HIDDEN)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(softmax())
                .setInputType(InputType.feedForward(INPUTS))
                .build());
        network.init();
        return network;
    }

    static MultiLayerNetwork recurrent(RNNFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .list()
                .layer(new LSTM.Builder()
                        .name("lstm")
                        .nOut(HIDDEN)
                        .dataFormat(format)
                        .build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(format)
                        .build())
                .setInputType(InputType.recurrent(INPUTS, format))
                .build());
        network.init();
        return network;
    }

    static MultiLayerNetwork convolutional(CNN2DFormat format) {
        MultiLayerNetwork network = new MultiLayerNetwork(settings()
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3)
                        .name("conv")
                        .nOut(4)
                        .activation(Activation.TANH)
                        .dataFormat(format)
                        .build())
                .layer(new SubsamplingLayer.Builder(2, 2)
                        .stride(2, 2)
                        .dataFormat(format)
                        .build())
                .layer(new DenseLayer.Builder().nOut(HIDDEN).build())
                .layer(softmax())
                .setInputType(InputType.convolutional(6, 4, 2, format))
                .build());
        network.init();
        return network;
    }

    /** Two branches from {@code a}: {@code b} comes back in {@code sum}, {@code side} is an output of its own. */
    static ComputationGraph branched(boolean sideOutput) {
        GraphBuilder builder = settings()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(INPUTS))
                .addLayer("a", dense(Activation.TANH), "in")
                .addLayer("b", dense(Activation.TANH), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("out", softmax(), "sum");
        if (sideOutput) {
            builder.addLayer("side", dense(Activation.SIGMOID), "a").addLayer("sideOut", softmax(), "side");
            builder.setOutputs("out", "sideOut");
        } else {
            builder.setOutputs("out");
        }
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        for (int i = 0; i < STEPS; i++) {
            INDArray labels = classes(32);
            graph.fit(new MultiDataSet(
                    new INDArray[] {random(i, 32, INPUTS)},
                    sideOutput ? new INDArray[] {labels, labels} : new INDArray[] {labels}));
        }
        return graph;
    }

    /** An encoder and a decoder of series: vertices in between ask the graph for its inputs. */
    static ComputationGraph encoderAndDecoder() {
        ComputationGraph graph = new ComputationGraph(settings()
                .graphBuilder()
                .addInputs("in", "extra")
                .setInputTypes(InputType.recurrent(INPUTS), InputType.recurrent(2))
                .addLayer("encoder", new LSTM.Builder().nOut(HIDDEN).build(), "in")
                .addVertex("last", new LastTimeStepVertex("in"), "encoder")
                .addVertex("repeated", new DuplicateToTimeSeriesVertex("extra"), "last")
                .addVertex("merged", new MergeVertex(), "repeated", "extra")
                .addLayer("decoder", new LSTM.Builder().nOut(HIDDEN).build(), "merged")
                .addLayer(
                        "out",
                        new RnnOutputLayer.Builder(LossFunction.MCXENT)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "decoder")
                .setOutputs("out")
                .build());
        graph.init();
        return graph;
    }

    private static DenseLayer dense(Activation activation) {
        return new DenseLayer.Builder().nOut(HIDDEN).activation(activation).build();
    }
}
