/**
 * The model: encoder, heads, kernels, matrix products and the files that hold parameters. Input:
 * {@link io.sunrise.data.PackedBatch} and a flat array of parameters. Output: losses, gradients and
 * logits. Does not use Spark. Called by train, model, inference and the stages.
 */
package io.sunrise.nn;
