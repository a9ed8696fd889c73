package io.sae4j.train;

import io.sae4j.data.RowSample;
import io.sae4j.inference.Folding;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a run leaves behind.
 *
 * @param config the recipe
 * @param model architecture and weights for raw rows
 * @param sample the rows that input statistics came from
 * @param steps optimiser steps taken
 * @param rows rows trained on, repeated ones counted again
 * @param sourceRows rows of the source, where known
 * @param steeredCoefficients weights in the last step of the penalties that were steered to a target L0, by term
 */
public record TrainedSae(
        TrainingConfig config,
        Folding.Folded model,
        RowSample sample,
        long steps,
        long rows,
        OptionalLong sourceRows,
        Map<String, Double> steeredCoefficients) {}
