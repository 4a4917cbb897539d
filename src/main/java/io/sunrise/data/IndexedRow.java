package io.sunrise.data;

import org.apache.spark.sql.Row;

/** A row without its index column, and its index. */
record IndexedRow(Row row, long index) {}
