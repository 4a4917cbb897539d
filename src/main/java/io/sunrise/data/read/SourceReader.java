package io.sunrise.data.read;

import io.sunrise.SunriseException;
import io.sunrise.config.SourceSettings.SourceType;
import io.sunrise.demo.GeneratedText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Reads a source into a dataset of {@link SourceRows#SCHEMA}. */
final class SourceReader {
  private static final Set<SourceType> WITHOUT_LABELS =
      EnumSet.of(SourceType.TEXT, SourceType.MARKDOWN, SourceType.WIKIEXTRACTOR);

  private static final Set<SourceType> WITH_FIELDS =
      EnumSet.of(SourceType.JSONL, SourceType.CSV, SourceType.PARQUET);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final long seed;
  private final ReadLimits limits;
  private final RecordFields records = new RecordFields();

  SourceReader(SparkSession spark, long seed, ReadLimits limits) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.seed = seed;
    this.limits = limits;
    spark.sparkContext().register(records);
  }

  /** The fields of whole records of JSON and CSV; complete once all rows have been read. */
  RecordFields records() {
    return records;
  }

  Dataset<Row> read(Source source) {
    requireHolds(source);
    return switch (source.settings().type()) {
      case GENERATED -> generated(source);
      case PARQUET -> new ParquetReading(spark, limits).read(source, records);
      default -> files(source);
    };
  }

  /** Refuses a source of a type that does not hold what is requested of it. */
  static void requireHolds(Source source) {
    SourceType type = source.settings().type();
    if (source.fields().containsKey(RowField.LABEL) && WITHOUT_LABELS.contains(type)) {
      throw SunriseException.of(
          "%s: holds no labels; expected type generated, jsonl, csv or parquet", source.name());
    }
    for (RowField field : source.fields().keySet()) {
      if (field != RowField.LABEL && !WITH_FIELDS.contains(type)) {
        throw SunriseException.of(
            "%s: holds no %s; leave out %s, or read jsonl, csv or parquet",
            source.name(), field.plural(), field.setting());
      }
    }
    if (type == SourceType.GENERATED
        && source.fields().containsKey(RowField.LABEL)
        && !new GeneratedText(0, source.settings().subjects()).holdsOpinions()) {
      throw SunriseException.of(
          "%s: subjects = [facts] holds no opinions to label; add film or another subject",
          source.name());
    }
  }

  private Dataset<Row> generated(Source source) {
    String name = source.name();
    boolean labelled = source.fields().containsKey(RowField.LABEL);
    GeneratedText text = new GeneratedText(seed, source.settings().subjects());
    JavaRDD<Row> rows =
        spark
            .range(source.settings().documents())
            .javaRDD()
            .map(index -> generated(text, index, labelled).toRow(name, name));
    return spark.createDataFrame(rows, SourceRows.SCHEMA);
  }

  private static ReadRow generated(GeneratedText text, long index, boolean labelled) {
    if (labelled) {
      GeneratedText.Labelled opinion = text.labelled(index);
      return ReadRow.kept(index, opinion.text(), Map.of(RowField.LABEL, opinion.label()));
    }
    return ReadRow.kept(index, text.document(index), Map.of());
  }

  private Dataset<Row> files(Source source) {
    FileReading reading =
        new FileReading(
            source, records, limits, new SerializableConfiguration(context.hadoopConfiguration()));
    List<FileStatus> found = source.files(spark);
    List<List<FileSlice>> tasks = new SourceFiles(spark).tasks(found, reading.cut());
    return spark.createDataFrame(
        nearBlocks(tasks, new BlockHosts(found)).flatMap(reading::read), SourceRows.SCHEMA);
  }

  /** One partition per task, which Spark schedules where most of its bytes are, if possible. */
  private JavaRDD<List<FileSlice>> nearBlocks(List<List<FileSlice>> tasks, BlockHosts hosts) {
    List<Tuple2<List<FileSlice>, Seq<String>>> placed = new ArrayList<>();
    for (List<FileSlice> task : tasks) {
      placed.add(new Tuple2<>(task, JavaConverters.asScalaBuffer(hosts.of(task)).toSeq()));
    }
    ClassTag<List<FileSlice>> type = ClassTag$.MODULE$.apply(List.class);
    return context.sc().makeRDD(JavaConverters.asScalaBuffer(placed).toSeq(), type).toJavaRDD();
  }
}
