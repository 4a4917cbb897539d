package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.SunriseException;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupWriteSupport;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every column of Parquet files is read with all its values, or the run stops in one line. */
class ParquetColumnsIT {
  @TempDir private Path folder;

  private final SparkSession spark = SparkTesting.session();

  @BeforeEach
  void makeFolder() throws IOException {
    Files.createDirectories(folder.resolve("in"));
  }

  /** The records, in the order of their texts. */
  private List<Row> records() {
    SourceSettings source =
        TestSettings.source("type = parquet, path = \"" + folder.resolve("in") + "\"");
    InputSettings settings =
        new InputSettings(Optional.of(source.type()), source.path(), source.format());
    try (PredictInput input =
        PredictInput.read(
            spark, PredictInput.source(settings, Set.of()), new ReadLimits(1 << 20, 64))) {
      return input.rows().orderBy("text").select("record.*").collectAsList();
    }
  }

  private void write(String name, String columns, Consumer<Group> values) throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            "message m { optional binary text (STRING); " + columns + " }");
    Configuration configuration = new Configuration();
    GroupWriteSupport.setSchema(type, configuration);
    var path = new org.apache.hadoop.fs.Path(folder.resolve("in").resolve(name).toString());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(path).withConf(configuration).withType(type).build()) {
      Group group = new SimpleGroupFactory(type).newGroup().append("text", name);
      values.accept(group);
      writer.write(group);
    }
  }

  @Test
  void timestampsInNanosecondsAreTimestampsIfTheyAreWholeMicroseconds() throws IOException {
    String columns =
        "optional int64 utc (TIMESTAMP(NANOS,true)); optional int64 local (TIMESTAMP(NANOS,false));"
            + " optional int64 none (TIMESTAMP(NANOS,true));";
    write("a", columns, group -> group.append("utc", 1_000_001_000L).append("local", -1_000L));

    Row row = records().get(0);
    assertThat(row.schema().simpleString())
        .isEqualTo("struct<text:string,utc:timestamp,local:timestamp_ntz,none:string>");
    assertThat(row.getTimestamp(1).toInstant())
        .isEqualTo(Instant.parse("1970-01-01T00:00:01.000001Z"));
    assertThat(row.<LocalDateTime>getAs("local"))
        .isEqualTo(LocalDateTime.parse("1969-12-31T23:59:59.999999"));

    write("b", columns, group -> group.append("utc", 1_000_001_001L));
    assertThatThrownBy(this::records)
        .hasStackTraceContaining(
            "SunriseException: column \"utc\" has a timestamp of 1000001001 nano");
  }

  @Test
  void aColumnThatSparkCannotReadIsNamedWithItsFile() throws IOException {
    write("a", "optional int64 at (TIME(MICROS,true));", row -> row.append("at", 5L));

    assertThatThrownBy(this::records)
        .isInstanceOf(SunriseException.class)
        .hasMessageContaining(
            folder.resolve("in/a")
                + ": column \"at\" is optional int64 at (TIME(MICROS,true)), which Spark cannot"
                + " read, and predict returns every column;");
  }

  @Test
  void shardsWithoutAValueOrWithNarrowerNumbersGetTheTypeOfTheOthers() throws IOException {
    write(
        "a",
        "optional int32 note; optional int64 n; optional int32 i;",
        row -> row.append("n", 1L).append("i", 2));
    write(
        "b",
        "optional binary note (STRING); optional double n; optional int64 i;",
        row -> row.append("note", "x").append("n", 0.5).append("i", 3L));
    write("c", "optional int32 late;", row -> row.append("late", 4));

    assertThat(records().toString())
        .isEqualTo("[[a,null,1.0,2,null], [b,x,0.5,3,null], [c,null,null,null,4]]");

    write("d", "optional int64 n;", row -> row.append("n", (1L << 53) + 1));
    assertThatThrownBy(this::records)
        .hasStackTraceContaining("no double is exactly its value 9007199254740993");
  }

  @Test
  void aShardOfArrowsNullTypeGetsTheTypeOfTheOthers() throws Exception {
    for (String part : List.of("part-0.parquet", "part-1.parquet")) {
      Path shard = Path.of(getClass().getResource("/parquet/null-shards/" + part).toURI());
      Files.copy(shard, folder.resolve("in").resolve(part));
    }

    assertThat(records()).hasSize(120);
    assertThat(records().get(0).schema().simpleString())
        .isEqualTo("struct<text:string,label:string,note:string>");
    assertThat(records()).filteredOn(row -> row.isNullAt(2)).hasSize(60);
  }

  @Test
  void shardsWhoseTypesHaveNothingInCommonAreNamedBoth() throws IOException {
    write("a", "optional int32 n;", row -> row.append("n", 1));
    write("b", "optional binary n (STRING);", row -> row.append("n", "x"));

    assertThatThrownBy(this::records)
        .hasMessageContaining(
            folder.resolve("in/b")
                + ": column \"n\" is string, in file:"
                + folder.resolve("in/a")
                + " it is int,");
  }

  @Test
  void datesBefore1582AreReadAsTheyAreWritten() throws IOException {
    write("a", "optional int32 day (DATE);", row -> row.append("day", -200_000));

    assertThat(records().get(0).<Date>getAs("day").toLocalDate().toEpochDay()).isEqualTo(-200_000);
  }
}
