package io.sunrise.predict;

import java.io.Serializable;
import org.apache.spark.sql.Row;

/**
 * A row to label.
 *
 * @param columns all that it came with
 * @param tokens ids of its text, [CLS] and [SEP] included, cut to what the model takes
 */
record InputRow(Row columns, int[] tokens) implements Serializable {}
