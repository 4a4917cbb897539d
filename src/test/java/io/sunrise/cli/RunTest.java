package io.sunrise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunTest {
  @TempDir Path folder;

  @Test
  void lettersOfArgumentsThatTheLocaleLosesAreNoticed() {
    assertThat(Main.lostLetters("ANSI_X3.4-1968", "--text", "Gr\uFFFD\uFFFDe")).isTrue();
    assertThat(Main.lostLetters("ANSI_X3.4-1968", "--text", "Size")).isFalse();
    assertThat(Main.lostLetters("UTF-8", "--text", "Gr\uFFFDe")).isFalse();
  }

  @Test
  void aTraceWithoutASparkSessionReadsTheWorkspaceWithTheHadoopSettingsOfSpark()
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mine.conf"),
            "sunrise.spark.conf { spark.hadoop.fs.s3a.endpoint = \"http://store.example:9000\" }");
    Settings settings = Settings.load(file, List.of());
    assertThat(Run.hadoopConfiguration(settings).get("fs.s3a.endpoint"))
        .isEqualTo("http://store.example:9000");
  }
}
