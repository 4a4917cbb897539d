package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.data.Schemas;
import io.sunrise.data.SparkFailures;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Reads the beginning of each file of a source, so that a wrong path, encoding, column or field is
 * known before hours of other work.
 */
public final class SourceCheck {
  private static final int ROWS_OF_A_FILE = 1000;
  private static final long CHARACTERS_OF_A_FILE = 1 << 20;
  private static final int FILES = 1000;
  private static final int FILES_PER_TASK = 16;

  private static final int TEXT = SourceRows.SCHEMA.fieldIndex(Schemas.TEXT);
  private static final int POSITION = SourceRows.SCHEMA.fieldIndex(Schemas.POSITION);
  private static final int REASON = SourceRows.SCHEMA.fieldIndex(Schemas.REASON);
  private static final int FAILED = SourceRows.SCHEMA.fieldIndex(SourceRows.FAILED);

  private final SparkSession spark;
  private final ReadLimits limits;

  /**
   * @param spark whose executors read the files
   */
  public SourceCheck(SparkSession spark, ReadLimits limits) {
    this.spark = spark;
    this.limits = limits;
  }

  /**
   * What a source holds.
   *
   * @param bytes of its files; 0 for generated text
   * @param doubt empty, or why no row of the beginnings of its files can be used
   */
  public record Found(String source, int files, long bytes, String doubt) {

    /** One line for people. */
    @Override
    public String toString() {
      return files == 0
          ? source
          : String.format(Locale.ROOT, "%s: files: %,d, bytes: %,d", source, files, bytes);
    }
  }

  /** The beginning of one file. */
  private record Beginning(
      String file, boolean whole, long kept, String failure, Map<String, String> rejected)
      implements Serializable {}

  /**
   * Checks a source.
   *
   * @throws SunriseException for a file that cannot be read or lacks a column, and for a source of
   *     which certainly no row can be used
   */
  public Found of(Source source) {
    SourceReader.requireHolds(source);
    SourceType type = source.settings().type();
    if (type == SourceType.GENERATED) {
      return new Found(source.name(), 0, 0, "");
    }
    List<FileStatus> files = source.files(spark);
    long bytes = files.stream().mapToLong(FileStatus::getLen).sum();
    List<String> names = files.stream().map(file -> file.getPath().toString()).toList();
    try {
      String doubt = "";
      if (type == SourceType.PARQUET) {
        new ParquetColumns(source.fields(null)).of(spark, names);
      } else {
        doubt = doubt(source, names);
      }
      return new Found(source.name(), files.size(), bytes, doubt);
    } catch (Exception e) {
      throw SparkFailures.explain(source.name() + ": cannot be read", e);
    }
  }

  private String doubt(Source source, List<String> files) {
    RecordFields records = new RecordFields();
    List<Beginning> beginnings =
        beginnings(source, files.subList(0, Math.min(FILES, files.size())), records);
    for (Beginning beginning : beginnings) {
      if (beginning.failure() != null) {
        throw new SunriseException(beginning.failure());
      }
    }
    boolean all =
        files.size() == beginnings.size() && beginnings.stream().allMatch(Beginning::whole);
    if (beginnings.stream().anyMatch(beginning -> beginning.kept() > 0)) {
      return textDoubt(source, all, records.value());
    }
    Map<String, String> rejected = new TreeMap<>();
    beginnings.forEach(beginning -> beginning.rejected().forEach(rejected::putIfAbsent));
    if (rejected.isEmpty()) {
      throw SunriseException.of("%s: holds no row; expected at least one text", source.name());
    }
    String why =
        String.format(
                Locale.ROOT,
                "%s: none of its %s can be used: %s",
                source.name(),
                all ? "rows" : "first rows",
                String.join("; ", rejected.values()))
            + rejected.keySet().stream()
                .findFirst()
                .map(reason -> "; " + RejectedShare.remedy(reason))
                .orElse("");
    if (all) {
      throw new SunriseException(why);
    }
    return why;
  }

  /** Whole records are kept without a text too, which is a mistake if none has one. */
  private static String textDoubt(Source source, boolean all, StructType fields) {
    if (!SourceRows.lacksText(source, fields)) {
      return "";
    }
    if (all) {
      throw new SunriseException(SourceRows.noText(source, "no row", fields));
    }
    return SourceRows.noText(source, "none of its first rows", fields);
  }

  private List<Beginning> beginnings(Source source, List<String> files, RecordFields records) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    spark.sparkContext().register(records);
    FileReading reading =
        new FileReading(
            source, records, limits, new SerializableConfiguration(context.hadoopConfiguration()));
    return context
        .parallelize(files, Math.max(1, files.size() / FILES_PER_TASK))
        .map(file -> beginning(file, reading))
        .collect();
  }

  private static Beginning beginning(String file, FileReading reading) {
    Iterator<Row> rows = reading.read(List.of(new FileSlice(file, 0, FileSlice.UNKNOWN_END)));
    Map<String, String> rejected = new TreeMap<>();
    long kept = 0;
    long characters = 0;
    for (int i = 0;
        i < ROWS_OF_A_FILE && characters < CHARACTERS_OF_A_FILE && rows.hasNext();
        i++) {
      Row row = rows.next();
      String text = row.getString(TEXT);
      String reason = row.getString(REASON);
      if (row.getBoolean(FAILED)) {
        return new Beginning(file, false, kept, reason, Map.of());
      }
      if (reason == null) {
        kept++;
      } else {
        rejected.putIfAbsent(
            reason, reason + ", first " + SourceRows.shown(text, file, row.getLong(POSITION)));
      }
      characters += text.length();
    }
    return new Beginning(file, !rows.hasNext(), kept, null, rejected);
  }
}
