package io.sunrise.config;

import java.io.Serializable;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 * @param layerDecay ratio of a layer's learning rate to that of the layer above it (Clark et al.
 *     2020, "ELECTRA", appendix B)
 * @param frozenLayers number of layers, from the bottom, that are not trained, together with the
 *     embeddings; 0 trains everything
 */
public record AdamWSettings(
    @Range(min = 0, max = 10) double weightDecay,
    @Range(min = 0, max = 0.9999) double beta1,
    @Range(min = 0, max = 0.99999) double beta2,
    @Range(min = 0.01, max = 1) double layerDecay,
    @Range(min = 0, max = 1000) int frozenLayers)
    implements Serializable {}
