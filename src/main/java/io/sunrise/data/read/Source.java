package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.FormatSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.SourceSettings;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * A source of rows.
 *
 * @param name the source's name in messages and in the {@code source} column
 * @param labelField the field of the label's word; empty: rows have no label
 * @param idField the field of the user's id; empty: ids are derived from the text
 * @param splitField the field of the part that a row belongs to; empty: rows have none
 * @param wholeRecords whether {@link SourceRows#RECORD} is filled
 * @param only the paths of the files to read; empty: all
 */
public record Source(
    SourceSettings settings,
    String name,
    Optional<String> labelField,
    Optional<String> idField,
    Optional<String> splitField,
    boolean wholeRecords,
    Set<String> only) {

  /** A source of texts without labels. */
  public static Source ofTexts(CollectedSource collected) {
    return new Source(
        collected.source(),
        collected.name(),
        Optional.empty(),
        collected.idField(),
        Optional.empty(),
        false,
        Set.of());
  }

  /**
   * A source of whole records, which are kept with or without a text.
   *
   * @param only the paths of the files to read; empty: all
   */
  public static Source ofRecords(SourceSettings settings, Set<String> only) {
    return new Source(
        settings,
        settings.name(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        only);
  }

  /** A source whose rows must have a label word, or else are rejected. */
  public static Source ofLabelled(LabelledSource labelled) {
    return new Source(
        labelled.source(),
        labelled.name(),
        Optional.of(labelled.labelField()),
        Optional.empty(),
        labelled.splitField(),
        false,
        Set.of());
  }

  /**
   * The same source with only some of its files.
   *
   * @param paths of the files to read
   */
  public Source only(Set<String> paths) {
    return new Source(settings, name, labelField, idField, splitField, wholeRecords, paths);
  }

  /** The files to read, in the order of their paths. */
  public List<FileStatus> files(SparkSession spark) {
    String path =
        settings
            .path()
            .orElseThrow(
                () ->
                    SunriseException.of(
                        "a source of type %s has no path; name a file, folder or glob", name));
    return new SourceFiles(spark)
        .list(path, format()).stream()
            .filter(file -> only.isEmpty() || only.contains(file.getPath().toString()))
            .toList();
  }

  FormatSettings format() {
    return settings.format();
  }

  /**
   * The fields to read from a record.
   *
   * @param records collects the fields of whole records
   */
  Fields fields(RecordFields records) {
    return new Fields(
        format().textField(),
        labelField.orElse(null),
        idField.orElse(null),
        splitField.orElse(null),
        wholeRecords ? records : null);
  }
}
