package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sunrise.SparkTesting;
import io.sunrise.StageTesting;
import io.sunrise.config.PredictSettings.InputSettings;
import io.sunrise.config.PredictSettings.OutputFormat;
import io.sunrise.config.PredictSettings.PredictedColumns;
import io.sunrise.config.SourceSettings;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.ReadLimits;
import io.sunrise.inference.Scored;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Tuple2;

class OrderedFilesIT {
  private static final int ROWS = 100;

  @TempDir private Path folder;
  private StageTesting stages;

  @BeforeEach
  void writeInput() throws IOException {
    stages = new StageTesting(folder.resolve("run"));
    Files.write(
        folder.resolve("in.txt"), IntStream.range(0, ROWS).mapToObj(i -> "text " + i).toList());
  }

  /** Writes the rows of the input that are not lost. */
  private record Writing(Path text, int files, LongPredicate isLost) implements Stage {
    @Override
    public String name() {
      return "predict";
    }

    @Override
    public List<String> upstream() {
      return List.of();
    }

    @Override
    public Object settings() {
      return files;
    }

    @Override
    public void run(StageRun run) {
      SourceSettings source = TestSettings.source("type = text, path = \"" + text + "\"");
      InputSettings settings =
          new InputSettings(Optional.of(source.type()), source.path(), source.format());
      try (PredictInput input =
          PredictInput.read(
              run.spark(), PredictInput.source(settings, Set.of()), new ReadLimits(1 << 20, 64))) {
        LabelColumns labels =
            LabelColumns.of(
                run.spark(),
                input.columns(),
                List.of("negative", "positive"),
                PredictedColumns.LABELS);
        long written =
            new OrderedFiles(run, OutputFormat.JSONL, FileRanges.equal(ROWS, files))
                .write(scored(), input, labels, "predictions");
        run.count("rows", written);
      }
    }

    private JavaPairRDD<Long, Scored<EncodedRow>> scored() {
      List<Tuple2<Long, Scored<EncodedRow>>> rows = new ArrayList<>();
      for (long i = ROWS - 1; i >= 0; i--) {
        if (!isLost.test(i)) {
          EncodedRow row = new EncodedRow("{\"text\":\"text " + i + "\"}", new int[] {2, 5, 3});
          rows.add(new Tuple2<>(i, new Scored<>(row, new double[] {0.25, 0.75})));
        }
      }
      return JavaSparkContext.fromSparkContext(SparkTesting.session().sparkContext())
          .parallelizePairs(rows, 3);
    }
  }

  @Test
  void everyRowIsWrittenInTheOrderOfTheInput() throws IOException {
    for (int files : new int[] {1, 3, 7}) {
      stages.run(new Writing(folder.resolve("in.txt"), files, i -> false), 1);

      List<String> lines = new ArrayList<>();
      for (int file = 0; file < files; file++) {
        Path part = stages.folder().resolve("predict/predictions/part-0000" + file + ".jsonl");
        lines.addAll(Files.readAllLines(part));
      }
      assertThat(lines)
          .containsExactlyElementsOf(
              IntStream.range(0, ROWS)
                  .mapToObj(
                      i ->
                          "{\"text\":\"text "
                              + i
                              + "\",\"label\":\"positive\",\"probability\":0.75,"
                              + "\"probability_negative\":0.25,\"probability_positive\":0.75}")
                  .toList());
    }
  }

  @Test
  void aRowThatIsLostStopsTheRunWhereverItStood() {
    for (LongPredicate lost :
        List.<LongPredicate>of(i -> i == ROWS - 1, i -> i == 0, i -> i == 49, i -> i >= 50)) {
      assertThatThrownBy(() -> stages.run(new Writing(folder.resolve("in.txt"), 2, lost), 1))
          .hasStackTraceContaining("rows were lost");
      assertThat(stages.folder().resolve("predict")).doesNotExist();
    }
  }
}
