package io.sunrise.preprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.StageTesting;
import io.sunrise.SunriseException;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.stage.Manifest;
import io.sunrise.tokenizer.Tokenizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** Collects what a test writes, and preprocesses it. */
final class PreprocessTesting {
  static final long SEED = 5;

  private PreprocessTesting() {}

  /** Writes lines into the folder's input and collects them. */
  static StageTesting collected(Path folder, String... lines) throws IOException {
    Path input = Files.createDirectories(folder.resolve("input"));
    Files.writeString(input.resolve("lines.txt"), String.join("\n", lines));
    return collectedFiles(folder, input);
  }

  /** Collects the lines of the files of a folder. */
  static StageTesting collectedFiles(Path folder, Path input) {
    return collectedSource(folder, TestSettings.source(SourceType.TEXT, input));
  }

  /** Collects a source as it stands in {@code collect.sources}, without its braces. */
  static StageTesting collectedSource(Path folder, String source) {
    StageTesting stages = new StageTesting(folder.resolve("run"));
    stages.run(
        new CollectStage(
            TestSettings.collect("sources = [{" + source + "}], output-files = 3"), SEED),
        SEED);
    return stages;
  }

  static Manifest preprocess(StageTesting stages, PreprocessSettings settings) {
    return stages.run(new PreprocessStage(settings, new ReadLimits(1 << 20, 64), SEED), SEED);
  }

  static Tokenizer tokenizer(StageTesting stages) throws IOException {
    Path file = stages.folder().resolve("preprocess/tokenizer.json");
    return Tokenizer.load(Files.readAllBytes(file), file.toString());
  }

  static int[] ids(Row row) {
    return row.<Integer>getList(row.fieldIndex("tokens")).stream().mapToInt(i -> i).toArray();
  }

  /** The hash of each file that was written. */
  static Map<String, String> files(Manifest manifest) {
    Map<String, String> hashes = new TreeMap<>();
    manifest.outputs().forEach((path, output) -> hashes.put(path, output.sha256()));
    return hashes;
  }

  /** The stage fails in one line with these parts and leaves nothing. */
  static void assertRefused(StageTesting stages, PreprocessSettings settings, String... parts) {
    assertThatThrownBy(() -> preprocess(stages, settings))
        .isInstanceOf(SunriseException.class)
        .hasMessageNotContaining("\n")
        .hasMessageContainingAll(parts);
    assertThat(stages.folder().resolve("preprocess")).doesNotExist();
  }
}
