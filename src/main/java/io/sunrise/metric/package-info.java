/**
 * How good predictions are, by MLlib's evaluators. Comes in: rows of label, prediction and score.
 * Goes out: {@link io.sunrise.metric.Metrics}. Used by the stages; knows no other room.
 */
package io.sunrise.metric;
