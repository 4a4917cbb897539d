package io.sunrise.finetune;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.config.CrossValidateSettings;
import io.sunrise.config.Settings;
import io.sunrise.nn.GemmProvider;
import io.sunrise.stage.Stage;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * How sure fine-tuning's figures are: the pre-trained model, the same from scratch and a baseline,
 * each measured on every fold of the train and validation rows by runs that have not seen it.
 */
public final class CrossValidateStage implements Stage {
  private final Settings settings;
  private final CrossValidateSettings crossValidate;
  private final List<Map<String, String>> searched;

  public CrossValidateStage(Settings settings) {
    this.settings = settings;
    this.crossValidate = settings.crossValidate();
    this.searched =
        crossValidate.search().stream()
            .map(variation -> (Map<String, String>) new TreeMap<>(variation.changed()))
            .toList();
  }

  @Override
  public String name() {
    return "cross-validate";
  }

  @Override
  public List<String> upstream() {
    return List.of("pretrain", "label");
  }

  @Override
  public List<String> optionalUpstream() {
    return crossValidate.search().stream()
            .anyMatch(variation -> variation.finetune().unlabelledRows() > 0)
        ? List.of("preprocess")
        : List.of();
  }

  @Override
  public List<String> externalInputs() {
    return settings.model().startFrom().stream().toList();
  }

  @Override
  public Object settings() {
    return Map.of(
        "cross-validate", crossValidate,
        "model", settings.model(),
        "preprocess.max-tokens", settings.preprocess().maxTokens());
  }

  @Override
  public Map<String, String> computedBy() {
    return Map.of("gemm", GemmProvider.choose(settings.compute()).identity());
  }

  @Override
  public boolean resumable() {
    return true;
  }

  @Override
  public void run(StageRun run) throws IOException {
    FinetuneStage.requireOneTokenizer(run);
    try (LabelledRows labelled = LabelledRows.of(run);
        FoldedRows rows = FoldedRows.of(labelled, crossValidate, settings.seed())) {
      List<CrossScore> scores = new CrossValidation(run, settings, labelled, rows).scores();
      write(run, scores);
      CrossSummary summary = new CrossSummary(crossValidate.labelCountsOrAll(), searched, scores);
      summary.show(run.console());
      run.count("rows", rows.rowsOfLabel().stream().mapToLong(Long::longValue).sum());
      run.count("runs", scores.size());
      run.value("accuracy", summary.toJson());
    }
  }

  private void write(StageRun run, List<CrossScore> scores) throws IOException {
    ObjectMapper json = new ObjectMapper();
    try (var out = run.fileSystem().create(new Path(run.output("runs.jsonl")), true)) {
      for (CrossScore score : scores) {
        String line = json.writeValueAsString(score.toJson(searched.get(score.run().setting())));
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
  }
}
