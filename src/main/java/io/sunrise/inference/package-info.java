/**
 * Scoring without training: rows on the executors by a trained classifier, and one sentence traced
 * through the layers. Used by finetune and predict; knows model, train and nn.
 */
package io.sunrise.inference;
