/**
 * The model: encoder, heads, kernels, matrix products and the files that hold parameters. Comes in:
 * {@link io.sunrise.data.PackedBatch} and a flat array of parameters. Goes out: losses, gradients
 * and logits. No Spark here. Used by train and the stages; knows data, text, metric and config
 * only.
 */
package io.sunrise.nn;
