package io.sunrise.preprocess;

import static io.sunrise.preprocess.PreprocessTesting.collectedSource;
import static io.sunrise.preprocess.PreprocessTesting.preprocess;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sunrise.StageTesting;
import io.sunrise.config.TestSettings;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Other tools read tokens/. Runs where SUNRISE_PYTHON names an interpreter with the packages of
 * src/test/python/requirements.txt.
 */
class TokensReadersIT {
  private static final Path SCRIPT = Path.of("src/test/python/check_tokens.py");

  @TempDir private Path folder;

  @Test
  void pyarrowAndDuckDbReadTheRowsThatSparkReads() throws Exception {
    String python = System.getenv("SUNRISE_PYTHON");
    assumeTrue(python != null, "SUNRISE_PYTHON is not set");
    StageTesting stages = preprocessed();
    Path expected = folder.resolve("expected.jsonl");
    List<Row> rows =
        stages.dataset("preprocess/tokens").orderBy("index").toJSON().toDF("json").collectAsList();
    assertThat(rows).hasSizeGreaterThan(300);
    Files.write(expected, rows.stream().map(row -> row.getString(0)).toList());

    Process process =
        new ProcessBuilder(
                python,
                SCRIPT.toString(),
                stages.folder().resolve("preprocess/tokens").toString(),
                expected.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private StageTesting preprocessed() {
    StageTesting stages = collectedSource(folder, "type = generated, documents = 300");
    preprocess(
        stages,
        TestSettings.preprocess(
            "tokenizer { vocabulary-size = 500, min-frequency = 1 }, max-tokens = 20, min-tokens = 2,"
                + " output-files = 3"));
    return stages;
  }
}
