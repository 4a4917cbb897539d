/**
 * Rows of token ids on their way to the model: the columns of the Parquet files, packed batches,
 * masking and the order of an epoch. Comes in: rows as Spark reads them. Goes out: {@link
 * io.sunrise.data.PackedBatch}. Used by nn, train and the stages; knows text, metric and config
 * only.
 */
package io.sunrise.data;
