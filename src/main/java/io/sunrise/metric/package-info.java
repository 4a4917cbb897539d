/**
 * Metrics of predictions: accuracy, precision, recall and F1 by class and on average, the confusion
 * matrix, and MLlib's area under the curve. Input: rows of label, prediction and score. Output:
 * {@link io.sunrise.metric.Metrics}. Called by the stages; depends on no other package.
 */
package io.sunrise.metric;
