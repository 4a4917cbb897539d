package io.sunrise.config;

import io.sunrise.UserInfo;
import java.util.List;
import java.util.Optional;

/**
 * Where rows come from.
 *
 * @param path a file, folder or glob on any Hadoop file system
 * @param subjects of generated text; empty for all
 */
public record SourceSettings(
    SourceType type,
    Optional<String> path,
    @Inline FormatSettings format,
    @Range(min = 1, max = 1e12) long documents,
    List<Subject> subjects) {

  /** What generated text is about. */
  public enum Subject {
    FILM,
    GADGET,
    KITCHEN,
    WEAR,
    HOME,
    FACTS
  }

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
    return path.map(p -> kind + ":" + UserInfo.hide(p)).orElse(kind);
  }
}
