package io.sunrise.ml;

import io.sunrise.SparkTesting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Verdicts in words that the fixtures' tokenizers know. */
final class MlTesting {
  static final Path MODELS = Path.of("src/test/resources/downloaded").toAbsolutePath();
  static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("label", DataTypes.StringType);
  private static final List<String> THINGS = List.of("film", "book", "plot", "films", "elan");
  private static final List<String> GOOD = List.of("great", "fine", "vital");
  private static final List<String> BAD = List.of("awful", "boring", "unlikely");

  private MlTesting() {}

  /** Of which every tenth has no text. */
  static Dataset<Row> verdicts(int count, int partitions) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(
          RowFactory.create((long) i, i % 10 == 9 ? null : text(i), i % 2 == 0 ? "good" : "bad"));
    }
    return SparkTesting.session().createDataFrame(rows, SCHEMA).repartition(partitions);
  }

  static String text(int i) {
    List<String> judgements = i % 2 == 0 ? GOOD : BAD;
    return String.format(
        "the %s was %s %s %s %s.",
        THINGS.get(i / 2 % 5),
        judgements.get(i / 10 % 3),
        i % 3 == 0 ? "and" : "and is",
        judgements.get(i / 30 % 3),
        "!".repeat(i % 7));
  }

  static String model(String name) {
    return MODELS.resolve(name).toString();
  }

  /** A classifier that learns the verdicts in seconds. */
  static SunriseTextClassifier classifier() {
    return new SunriseTextClassifier()
        .setModelPath(model("bert"))
        .setMaxTokens(16)
        .setMaxIter(8)
        .setStepSize(3e-3)
        .setSettings("finetune.batch-rows=8", "finetune.micro-batch-rows=8");
  }
}
