package io.sunrise.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.config.SourceSettings.SourceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Encoders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoginInUriIT {
  private static final String IMPLEMENTATION = "fs.login.impl";
  private static final Configuration HADOOP =
      SparkTesting.session().sparkContext().hadoopConfiguration();

  @TempDir private Path folder;
  private CollectTesting run;

  @BeforeEach
  void openFileSystem() throws IOException {
    HADOOP.setClass(IMPLEMENTATION, LoginFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    run = new CollectTesting(folder);
  }

  @AfterEach
  void closeFileSystem() {
    HADOOP.unset(IMPLEMENTATION);
  }

  private String source(SourceType type, String name, String... options) {
    String uri = "login://alice:s3cret@host" + run.input().resolve(name);
    return "type = %s, path = \"%s\", %s"
        .formatted(type.name().toLowerCase(java.util.Locale.ROOT), uri, String.join(",", options));
  }

  @Test
  void aPasswordInASourcesUriReachesNeitherTheManifestNorARowNorTheConsole() throws IOException {
    run.write("rows.jsonl", "{\"text\": \"one\"}\nbroken\n");
    SparkTesting.session()
        .createDataset(List.of("two"), Encoders.STRING())
        .toDF("text")
        .write()
        .parquet(run.input().resolve("table").toString());

    run.collect(
        source(SourceType.JSONL, "rows.jsonl"),
        source(SourceType.PARQUET, "table", "files = \"*.parquet\""));

    assertThat(run.texts()).containsExactly("one", "two");
    String manifest = Files.readString(folder.resolve("run/collect/manifest.json"));
    String rows = run.documents() + "" + run.stages().rows("collect/rejected");
    assertThat(List.of(manifest, rows, run.stages().printed()))
        .allSatisfy(
            text -> assertThat(text).contains("login://host/").doesNotContain("s3cret", "alice"));
  }

  @Test
  void norDoesItReachAFailure() throws IOException {
    run.write("empty.jsonl", "");
    for (String name : List.of("missing.jsonl", "empty.jsonl", "{a", "*.csv")) {
      assertThatThrownBy(() -> run.collect(source(SourceType.JSONL, name)))
          .hasMessageContaining("login://host/")
          .hasMessageNotContainingAny("s3cret", "alice");
    }
  }
}
