package io.sunrise.config;

import java.util.List;
import java.util.Optional;

/** What to read and how much of it to keep. */
public record CollectSettings(
    @Defaults("source-defaults") List<CollectedSource> sources,
    @Range(min = 0, max = 1e12) long maxDocuments,
    @Bytes @Range(min = 1024, max = 1 << 30) long maxDocumentBytes,
    @Range(min = 0, max = 1) double maxRejectedShare,
    @Bytes @Range(min = 0, max = 1 << 20) long rejectedBytes,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /**
   * A source of documents.
   *
   * @param title what to call it instead of its type and path
   * @param idField the field of the user's own id; empty: ids follow from the text
   * @param licence a label that each of its documents carries; empty where nothing is known
   * @param weight its part of {@link CollectSettings#maxDocuments()}, relative to the other
   *     sources'; either all sources have one or none
   * @param maxDocuments how many of its documents are kept at most; 0: all
   */
  public record CollectedSource(
      @Inline SourceSettings source,
      Optional<String> title,
      Optional<String> idField,
      String licence,
      @Range(min = 1e-6, max = 1e6) Optional<Double> weight,
      @Range(min = 0, max = 1e12) long maxDocuments) {

    /** How messages and the {@code source} column name this source. */
    public String name() {
      return title.orElseGet(source::name);
    }
  }
}
