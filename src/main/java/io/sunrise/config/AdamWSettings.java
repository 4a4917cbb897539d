package io.sunrise.config;

import java.io.Serializable;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019).
 *
 * @param beta1 how much of the gradient's running mean a step keeps
 * @param beta2 how much of the squared gradient's running mean a step keeps
 */
public record AdamWSettings(
    @Range(min = 0, max = 10) double weightDecay,
    @Range(min = 0, max = 0.9999) double beta1,
    @Range(min = 0, max = 0.99999) double beta2)
    implements Serializable {}
