/**
 * AdamW, its schedule and the sums over a gradient: arithmetic on flat arrays that knows neither
 * rows nor Spark.
 */
package io.sunrise.train.optimizer;
