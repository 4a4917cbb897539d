package io.sunrise.train;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The rows of a run, with the columns {@code index}, {@code tokens} and, to classify, {@code label}
 * of {@link io.sunrise.data.Schemas}. An index is unique within its dataset and may have gaps.
 *
 * @param train each is visited once an epoch
 * @param validation scored after each epoch; may be empty
 */
public record TrainingRows(Dataset<Row> train, Dataset<Row> validation) {}
