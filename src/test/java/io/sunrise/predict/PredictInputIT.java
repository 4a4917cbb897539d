package io.sunrise.predict;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What prediction knows of its rows. */
class PredictInputIT {
  @TempDir private Path folder;

  private final SparkSession spark = SparkTesting.session();

  private PredictInput read(String type) {
    SourceSettings source =
        TestSettings.source("type = " + type + ", path = \"" + folder.resolve("in") + "\"");
    return PredictInput.read(
        spark,
        new InputSettings(Optional.of(source.type()), source.path(), source.format()),
        new ReadLimits(1 << 20, 64));
  }

  private void write(String name, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in").resolve(name), String.join("\n", lines) + "\n");
  }

  /** The columns of all rows, in the order of their texts. */
  private static List<Row> columns(PredictInput input) {
    return input
        .rows()
        .select(col("text"), input.columns(col(input.record().name())).as("columns"))
        .orderBy("text")
        .select("columns.*")
        .collectAsList();
  }

  @Test
  void filesAreReadOnce() throws IOException {
    spark
        .range(3)
        .selectExpr("concat('text ', id) text", "cast(id as decimal(9,2)) amount")
        .write()
        .parquet(folder.resolve("in").toString());
    try (PredictInput parquet = read("parquet")) {
      FileUtils.deleteDirectory(folder.resolve("in").toFile());
      assertThat(columns(parquet)).hasSize(3);
    }
    write("a.jsonl", "{\"text\": \"one\", \"n\": 1}", "{\"text\": \"two\", \"n\": 2}");
    try (PredictInput jsonl = read("jsonl")) {
      FileUtils.deleteDirectory(folder.resolve("in").toFile());
      assertThat(columns(jsonl)).extracting(row -> row.<Long>getAs("n")).containsExactly(1L, 2L);
    }
  }

  @Test
  void columnsThatOnlyLaterFilesHaveAreKept() throws IOException {
    write("1.csv", "text,first", "one,1");
    write("2.csv", "second,text", "2,two");
    try (PredictInput csv = read("csv")) {
      assertThat(csv.columns().fieldNames()).containsExactly("text", "first", "second");
      assertThat(columns(csv).toString()).isEqualTo("[[one,1,null], [two,null,2]]");
    }
    FileUtils.deleteDirectory(folder.resolve("in").toFile());
    spark.sql("select 'one' text, 1 first").write().parquet(folder.resolve("in/1").toString());
    spark.sql("select 2 second, 'two' text").write().parquet(folder.resolve("in/2").toString());
    try (PredictInput parquet = read("parquet")) {
      assertThat(parquet.columns().fieldNames()).containsExactly("text", "first", "second");
      assertThat(columns(parquet).toString()).isEqualTo("[[one,1,null], [two,null,2]]");
    }
  }

  @Test
  void fieldsOfJsonHaveTheTypesThatSparkInfersInTheOrderOfTheFirstRecord() throws IOException {
    List<String> records =
        List.of(
            "{\"text\": \"b\", \"z\": 1, \"more\": {\"x\": [], \"y\": null}, \"nothing\": null}",
            "{\"text\": \"c\", \"z\": 1.5, \"more\": {\"x\": [1, 2.5], \"w\": {\"v\": true}}}",
            "{\"a\": 12345678901234567890, \"text\": \"d\", \"mixed\": 1, \"hollow\": {}}",
            "{\"text\": \"e\", \"mixed\": \"word\", \"big\": 1e400, \"list\": [{\"p\": 1}, {\"q\": \"\"}]}",
            "{\"text\": \"f\", \"mixed\": {\"s\": 1}, \"a\": 1, \"long\": 9223372036854775807}");
    write("b.jsonl", records.subList(2, 5).toArray(String[]::new));
    write("a.jsonl", records.subList(0, 2).toArray(String[]::new));
    StructType inferred =
        spark.read().json(spark.createDataset(records, Encoders.STRING())).schema();

    try (PredictInput jsonl = read("jsonl")) {
      StructType fields = jsonl.columns();
      assertThat(fields.fieldNames())
          .containsExactly("text", "z", "more", "nothing", "a", "big", "list", "long", "mixed");
      assertThat(fields.fields()).containsExactlyInAnyOrder(inferred.fields());
    }
  }
}
