package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.data.read.RecordValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.FileUtils;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
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
        PredictInput.source(
            new InputSettings(Optional.of(source.type()), source.path(), source.format()),
            Set.of()),
        new ReadLimits(1 << 20, 64));
  }

  private void write(String name, String... lines) throws IOException {
    Files.createDirectories(folder.resolve("in"));
    Files.writeString(folder.resolve("in").resolve(name), String.join("\n", lines) + "\n");
  }

  /** The columns of all rows as text, in the order of their texts. */
  private static List<List<String>> columns(PredictInput input) {
    List<String> names = Arrays.asList(input.columns().fieldNames());
    return input.rows().orderBy("text").select("record").collectAsList().stream()
        .map(row -> columns(row.get(0), names))
        .toList();
  }

  private static List<String> columns(Object record, List<String> names) {
    if (record instanceof Row columns) {
      return names.stream().map(name -> Objects.toString(columns.getAs(name), null)).toList();
    }
    return Arrays.asList(RecordValues.of((String) record, names));
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
      assertThat(columns(jsonl)).containsExactly(List.of("one", "1"), List.of("two", "2"));
    }
  }

  @Test
  void columnsThatOnlyLaterFilesHaveAreKept() throws IOException {
    write("1.csv", "text,first", "one,1");
    write("2.csv", "second,text", "2,two");
    try (PredictInput csv = read("csv")) {
      assertThat(csv.columns().fieldNames()).containsExactly("text", "first", "second");
      assertThat(columns(csv).toString()).isEqualTo("[[one, 1, null], [two, null, 2]]");
    }
    FileUtils.deleteDirectory(folder.resolve("in").toFile());
    spark.sql("select 'one' text, 1 first").write().parquet(folder.resolve("in/1").toString());
    spark.sql("select 2 second, 'two' text").write().parquet(folder.resolve("in/2").toString());
    try (PredictInput parquet = read("parquet")) {
      assertThat(parquet.columns().fieldNames()).containsExactly("text", "first", "second");
      assertThat(columns(parquet).toString()).isEqualTo("[[one, 1, null], [two, null, 2]]");
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
          .containsExactly(
              "text", "z", "more", "nothing", "a", "big", "hollow", "list", "long", "mixed");
      StructField[] exact = without(fields, "big", "hollow");
      assertThat(exact).containsExactlyInAnyOrder(without(inferred, "big"));
      assertThat(List.of(fields.apply("big"), fields.apply("hollow")))
          .extracting(StructField::dataType)
          .containsOnly(DataTypes.StringType);
    }
  }

  private static StructField[] without(StructType fields, String... names) {
    List<String> left = List.of(names);
    return Arrays.stream(fields.fields())
        .filter(field -> !left.contains(field.name()))
        .toArray(StructField[]::new);
  }

  @Test
  void aFieldOfJsonIsAStringIfNoTypeOfSparkHoldsItsNumbersAsTheyAre() throws IOException {
    write(
        "a.jsonl",
        "{\"text\": \"b\", \"exact\": 1.5, \"key\": 9007199254740993, \"deep\": [{\"x\": 1}]}",
        "{\"text\": \"c\", \"exact\": 100, \"key\": 0.5,"
            + " \"deep\": [{\"x\": 12345678901234567890.5}]}",
        "{\"text\": \"d\", \"wide\": 12345678901234567890, \"long\": 9007199254740993}");

    try (PredictInput jsonl = read("jsonl")) {
      StructType fields = jsonl.columns();
      assertThat(fields.apply("exact").dataType()).isEqualTo(DataTypes.DoubleType);
      assertThat(fields.apply("key").dataType()).isEqualTo(DataTypes.StringType);
      assertThat(fields.apply("deep").dataType()).isEqualTo(DataTypes.StringType);
      assertThat(fields.apply("wide").dataType()).isEqualTo(DataTypes.createDecimalType(20, 0));
      assertThat(fields.apply("long").dataType()).isEqualTo(DataTypes.LongType);
    }
  }

  @Test
  void refusesJsonLinesOfWhichNoneHasTheTextField() throws IOException {
    write("a.jsonl", "{\"body\": \"one\", \"n\": 1}", "{\"body\": \"two\"}");
    assertThatThrownBy(() -> read("jsonl"))
        .isInstanceOf(SunriseException.class)
        .hasMessageEndingWith(
            "no row has a field \"text\", its fields are body, n; set text-field to one of them");
  }
}
