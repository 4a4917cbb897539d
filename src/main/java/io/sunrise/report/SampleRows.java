package io.sunrise.report;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.size;

import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * One row of a dataset to show: the first of a readable length, else the first. Only the first file
 * with rows is read, so that the cost does not depend on the size of the data.
 */
record SampleRows(SparkSession spark, FileSystem fileSystem) {

  Optional<Row> document(String folder) throws IOException {
    return first(folder, Schemas.DOCUMENTS, length(col(Schemas.TEXT)).between(60, 240));
  }

  Optional<List<Integer>> tokens(String folder) throws IOException {
    return first(folder, Schemas.TOKEN_ROWS, size(col(Schemas.TOKENS)).between(10, 24))
        .map(row -> row.<Integer>getList(row.fieldIndex(Schemas.TOKENS)));
  }

  Optional<Row> labelled(String folder) throws IOException {
    return first(folder, Schemas.LABELLED_ROWS, length(col(Schemas.TEXT)).between(40, 160));
  }

  private Optional<Row> first(String folder, StructType schema, Column preferred)
      throws IOException {
    Path path = new Path(folder);
    if (!fileSystem.exists(path)) {
      return Optional.empty();
    }
    List<String> files =
        Arrays.stream(fileSystem.listStatus(path))
            .filter(FileStatus::isFile)
            .map(file -> file.getPath().toString())
            .filter(name -> name.endsWith(".parquet"))
            .sorted()
            .toList();
    for (String file : files) {
      var rows = Locations.reader(spark).schema(schema).parquet(file);
      List<Row> found = rows.where(preferred).limit(1).collectAsList();
      if (found.isEmpty()) {
        found = rows.limit(1).collectAsList();
      }
      if (!found.isEmpty()) {
        return Optional.of(found.get(0));
      }
    }
    return Optional.empty();
  }
}
