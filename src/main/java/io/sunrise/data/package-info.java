/**
 * Rows of token ids as input of the model: the columns of the Parquet files, packed batches,
 * masking and the order of an epoch. Input: rows as Spark reads them. Output: {@link
 * io.sunrise.data.PackedBatch}. Called by nn, train, model, inference and the stages.
 */
package io.sunrise.data;
