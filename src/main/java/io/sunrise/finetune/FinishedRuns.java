package io.sunrise.finetune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * The scores of a cross-validation's finished runs, a file each: after an interruption only the
 * other runs are made.
 */
final class FinishedRuns {
  private static final String FOLDER = "finished";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StageRun run;
  private final Map<String, CrossScore> scores = new TreeMap<>();

  private FinishedRuns(StageRun run) {
    this.run = run;
  }

  /** What an interrupted stage left of these runs. */
  static FinishedRuns of(StageRun run, List<CrossRun> runs) throws IOException {
    run.scratch(FOLDER);
    FinishedRuns finished = new FinishedRuns(run);
    for (CrossRun each : runs) {
      finished.read(each);
    }
    if (!finished.scores.isEmpty()) {
      run.console()
          .line(
              String.format(
                  Locale.ROOT,
                  "  resuming: %,d of %,d runs were made before the interruption",
                  finished.scores.size(),
                  runs.size()));
    }
    return finished;
  }

  private void read(CrossRun each) throws IOException {
    Path file = new Path(file(each));
    if (!run.fileSystem().exists(file)) {
      return;
    }
    try (var in = run.fileSystem().open(file)) {
      JsonNode json = MAPPER.readTree(in.readAllBytes());
      scores.put(each.name(), CrossScore.of(each, json));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      // Cut off by the interruption: the run is made again.
      run.fileSystem().delete(file, false);
    }
  }

  /** Those of the runs that are not made yet. */
  List<CrossRun> others(List<CrossRun> runs) {
    return runs.stream().filter(each -> !scores.containsKey(each.name())).toList();
  }

  /** Keeps a score. */
  synchronized void add(CrossScore score) {
    try {
      JsonFiles.write(run.fileSystem(), file(score.run()), score.toJson(Map.of()));
    } catch (IOException e) {
      throw new SunriseException(file(score.run()) + ": " + SunriseException.reason(e), e);
    }
    scores.put(score.run().name(), score);
  }

  /** The scores there are, in the runs' order. */
  List<CrossScore> inOrder(List<CrossRun> runs) {
    List<CrossScore> ordered = new ArrayList<>();
    for (CrossRun each : runs) {
      if (scores.containsKey(each.name())) {
        ordered.add(scores.get(each.name()));
      }
    }
    return ordered;
  }

  private String file(CrossRun each) {
    return run.output(FOLDER + "/" + each.name() + ".json");
  }
}
