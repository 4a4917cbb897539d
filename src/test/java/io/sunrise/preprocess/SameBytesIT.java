package io.sunrise.preprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.MessyDocuments;
import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.collect.CollectStage;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.stage.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RuntimeConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The same documents give the same bytes, however they are cut into files and whatever these are
 * called. What collect leaves names the file of each document, so there all other columns are
 * compared. Threads, executors and killed runs are compared in the tests of processes.
 */
@TestInstance(Lifecycle.PER_CLASS)
class SameBytesIT {
  private static final long SEED = 5;
  private static final PreprocessSettings SETTINGS =
      TestSettings.preprocess(
          "tokenizer { vocabulary-size = 500, min-frequency = 1 }, output-files = 3, max-rows = 300, "
              + String.join(", ", MessyDocuments.SETTINGS));

  private Path folder;
  private Left whole;

  /** What both stages leave: all columns but the path, and the hashes of files. */
  private record Left(
      List<Row> documents, List<Row> rejected, Map<String, String> hashes, Manifest manifest) {}

  @BeforeAll
  void runOnOneFile(@TempDir Path temporary) throws IOException {
    folder = temporary;
    whole = run("whole", MessyDocuments.lines(1000), 1);
  }

  private Left run(String name, List<String> lines, int files) throws IOException {
    Path input = Files.createDirectories(folder.resolve(name + "/input"));
    int size = lines.size() / files;
    for (int i = 0; i < files; i++) {
      Files.write(
          input.resolve((i * 7919) % files + ".jsonl"), lines.subList(size * i, size * (i + 1)));
    }
    StageTesting stages = new StageTesting(folder.resolve(name + "/run"));
    stages.run(new CollectStage(collect(input), SEED), SEED);
    Manifest manifest =
        stages.run(new PreprocessStage(SETTINGS, new ReadLimits(1 << 20, 64), SEED), SEED);
    Map<String, String> hashes = new TreeMap<>();
    manifest.outputs().forEach((path, output) -> hashes.put(path, output.sha256()));
    return new Left(
        stages.dataset("collect/documents").drop("path").orderBy("id").collectAsList(),
        stages.dataset("collect/rejected").select("text", "reason").orderBy("text").collectAsList(),
        hashes,
        manifest);
  }

  private static CollectSettings collect(Path input) {
    return TestSettings.collect(
        "output-files = 3, sources = [{title = messy, "
            + TestSettings.source(SourceType.JSONL, input)
            + "}]");
  }

  @ParameterizedTest
  @CsvSource({"10, 5, 3000", "1000, 3, 128m"})
  void ofAnyNumberOfFilesInAnyOrder(int files, int partitions, String partitionBytes)
      throws IOException {
    assertThat(whole.documents).hasSize(900);
    assertThat(whole.rejected).hasSize(100);
    assertThat(whole.hashes)
        .containsKeys("tokenizer.json", "tokens/part-00002.parquet", "dropped/part-00000.parquet");
    for (String reason :
        List.of(
            "copy of another document",
            "near copy of another document",
            "characters.min-letters",
            "language",
            "row left out by max-rows")) {
      assertThat(whole.manifest.counts().get("dropped." + reason)).as(reason).isPositive();
    }
    List<String> shuffled = new ArrayList<>(MessyDocuments.lines(1000));
    Collections.shuffle(shuffled, new Random(files));
    RuntimeConfig spark = SparkTesting.session().conf();
    spark.set("spark.sql.files.maxPartitionBytes", partitionBytes);
    spark.set("spark.sql.shuffle.partitions", partitions);
    try {
      Left cut = run("cut-" + files, shuffled, files);
      assertThat(cut.documents).isEqualTo(whole.documents);
      assertThat(cut.rejected).isEqualTo(whole.rejected);
      assertThat(cut.hashes).isEqualTo(whole.hashes);
    } finally {
      spark.unset("spark.sql.files.maxPartitionBytes");
      spark.set("spark.sql.shuffle.partitions", "2");
    }
  }
}
