/**
 * The gradient of a step: its micro-batches, computed on threads or in Spark tasks, and the fixed
 * tree along which their gradients are added. Input: rows, parameters, the step's key. Output: a
 * {@link io.sunrise.train.gradient.SummedGradient} with the same bits from every engine.
 */
package io.sunrise.train.gradient;
