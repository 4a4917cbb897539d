package io.sunrise.config;

import java.io.Serializable;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * @param beta1 how much of the gradient's running mean a step keeps
 * @param beta2 how much of the squared gradient's running mean a step keeps
 * @param layerDecay the learning rate of a layer over that of the layer above it (Clark et al.
 *     2020, "ELECTRA", appendix B)
 * @param frozenLayers how many layers, from below and with the embeddings, are left as they are; 0
 *     leaves nothing
 */
public record AdamWSettings(
    @Range(min = 0, max = 10) double weightDecay,
    @Range(min = 0, max = 0.9999) double beta1,
    @Range(min = 0, max = 0.99999) double beta2,
    @Range(min = 0.01, max = 1) double layerDecay,
    @Range(min = 0, max = 1000) int frozenLayers)
    implements Serializable {}
