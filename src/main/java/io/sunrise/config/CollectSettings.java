package io.sunrise.config;

import java.util.List;
import java.util.Optional;

/** The sources to read and the limits on what is kept. */
public record CollectSettings(
    @Defaults("source-defaults") List<CollectedSource> sources,
    @Range(min = 0, max = 1e12) long maxDocuments,
    @Bytes @Range(min = 1024, max = 1 << 30) long maxDocumentBytes,
    @NotDecisive @Range(min = 0, max = 1) double maxRejectedShare,
    @Bytes @Range(min = 0, max = 1 << 20) long rejectedBytes,
    @Range(min = 0, max = 100_000) int outputFiles) {

  /**
   * A source of documents.
   *
   * @param title the name of the source, instead of its type and path
   * @param idField the field of the user's id; empty: ids are derived from the text
   * @param licence the licence to record with each document; empty if unknown
   * @param weight its share of {@link CollectSettings#maxDocuments()}, relative to the other
   *     sources'; either all sources have a weight or none
   * @param maxDocuments the maximum number of documents to keep; 0: all
   * @param incremental whether only files that are new since the last run are read
   */
  public record CollectedSource(
      @Inline SourceSettings source,
      Optional<String> title,
      Optional<String> idField,
      String licence,
      @Range(min = 1e-6, max = 1e6) Optional<Double> weight,
      @Range(min = 0, max = 1e12) long maxDocuments,
      @NotDecisive boolean incremental) {

    /** The name of this source in messages and in the {@code source} column. */
    public String name() {
      return title.orElseGet(source::name);
    }
  }
}
