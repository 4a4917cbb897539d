package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.config.FormatSettings;
import io.sunrise.config.LabelSettings.LabelledSource;
import io.sunrise.config.SourceSettings;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.sql.SparkSession;

/**
 * A source of rows.
 *
 * @param name the source's name in messages and in the {@code source} column
 * @param fields the fields that its rows have besides the text; without an id, ids are derived from
 *     the text
 * @param wholeRecords whether {@link SourceRows#RECORD} is filled
 * @param only the paths of the files to read; empty: all
 */
public record Source(
    SourceSettings settings,
    String name,
    Map<RowField, String> fields,
    boolean wholeRecords,
    Set<String> only) {

  /** A source of texts without labels. */
  public static Source ofTexts(CollectedSource collected) {
    return new Source(
        collected.source(),
        collected.name(),
        fields(Map.of(RowField.ID, collected.idField())),
        false,
        Set.of());
  }

  /**
   * A source of whole records, which are kept with or without a text.
   *
   * @param only the paths of the files to read; empty: all
   */
  public static Source ofRecords(SourceSettings settings, Set<String> only) {
    return new Source(settings, settings.name(), Map.of(), true, only);
  }

  /** A source whose rows must have a label word, or else are rejected. */
  public static Source ofLabelled(LabelledSource labelled) {
    return new Source(
        labelled.source(),
        labelled.name(),
        fields(
            Map.of(
                RowField.LABEL, Optional.of(labelled.labelField()),
                RowField.SPLIT, labelled.splitField(),
                RowField.WEIGHT, labelled.weightField())),
        false,
        Set.of());
  }

  private static Map<RowField, String> fields(Map<RowField, Optional<String>> named) {
    Map<RowField, String> fields = new EnumMap<>(RowField.class);
    named.forEach((field, name) -> name.ifPresent(n -> fields.put(field, n)));
    return fields;
  }

  /**
   * The same source with only some of its files.
   *
   * @param paths of the files to read
   */
  public Source only(Set<String> paths) {
    return new Source(settings, name, fields, wholeRecords, paths);
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
    return new Fields(format().textField(), fields, wholeRecords ? records : null);
  }
}
