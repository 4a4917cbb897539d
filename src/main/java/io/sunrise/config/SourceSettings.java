package io.sunrise.config;

import io.sunrise.UserInfo;
import java.util.List;
import java.util.Optional;

/**
 * The type and location of a source.
 *
 * @param path a file, folder or glob on any Hadoop file system
 * @param subjects the subjects of generated text; empty for all
 */
public record SourceSettings(
    SourceType type,
    @FilePath Optional<String> path,
    @Inline FormatSettings format,
    @Range(min = 1, max = 1e12) long documents,
    List<Subject> subjects) {

  /** The subjects of generated text. */
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

  /**
   * The name of this source in messages and in the {@code source} column: its type, and its path if
   * any.
   */
  public String name() {
    String kind = Names.kebab(type.name());
    return path.map(p -> kind + ":" + UserInfo.hide(p)).orElse(kind);
  }
}
