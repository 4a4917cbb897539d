/**
 * Metrics of predictions, computed by MLlib's evaluators. Input: rows of label, prediction and
 * score. Output: {@link io.sunrise.metric.Metrics}. Called by the stages; depends on no other
 * package.
 */
package io.sunrise.metric;
