package io.sunrise.config;

import java.util.Optional;

/** Where rows come from. {@code path} is a file, folder or glob on any Hadoop file system. */
public record SourceSettings(
    SourceType type,
    Optional<String> path,
    String textField,
    String delimiter,
    @Range(min = 1, max = 1e12) long documents) {

  public enum SourceType {
    GENERATED,
    TEXT,
    JSONL,
    CSV,
    PARQUET,
    MARKDOWN,
    WIKIEXTRACTOR
  }

  /** How messages and the {@code source} column name this source: its type, and its path if any. */
  public String name() {
    String kind = Names.kebab(type.name());
    return path.map(p -> kind + ":" + p).orElse(kind);
  }
}
