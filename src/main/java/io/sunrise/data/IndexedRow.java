package io.sunrise.data;

import org.apache.spark.sql.Row;

/** A row of all columns but the index, and its index. */
record IndexedRow(Row row, long index) {}
