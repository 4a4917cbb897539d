package io.sunrise.config;

import io.sunrise.config.SourceSettings.SourceType;
import java.util.Optional;

/** The input to label, and the format of the output. */
public record PredictSettings(
    InputSettings input,
    @Range(min = 1, max = 1 << 16) int microBatchRows,
    OutputFormat outputFormat,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /** Empty type and path: no input is configured. */
  public record InputSettings(
      Optional<SourceType> type, @FilePath Optional<String> path, @Inline FormatSettings format) {}

  public enum OutputFormat {
    PARQUET,
    JSONL,
    CSV
  }
}
