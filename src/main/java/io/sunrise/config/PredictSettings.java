package io.sunrise.config;

import io.sunrise.config.SourceSettings.SourceType;
import java.util.Optional;

/**
 * The input to label, the model to label it with, and where and how the output is written.
 *
 * @param model a folder; empty: the model that finetune left in the workspace
 * @param columns what is computed of each text
 * @param output a folder; empty: in the workspace
 * @param incremental whether files that were labelled before are skipped
 */
public record PredictSettings(
    InputSettings input,
    @FilePath Optional<String> model,
    PredictedColumns columns,
    @FilePath @NotDecisive Optional<String> output,
    boolean incremental,
    @Range(min = 1, max = 1 << 16) int microBatchRows,
    OutputFormat outputFormat,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /** Empty type and path: no input is configured. */
  public record InputSettings(
      Optional<SourceType> type, @FilePath Optional<String> path, @Inline FormatSettings format) {}

  /** What is computed of each text. */
  public enum PredictedColumns {
    LABELS,
    EMBEDDINGS,
    BOTH;

    public boolean hasLabels() {
      return this != EMBEDDINGS;
    }

    public boolean hasEmbeddings() {
      return this != LABELS;
    }
  }

  public enum OutputFormat {
    PARQUET,
    JSONL,
    CSV
  }
}
