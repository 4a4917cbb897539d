package io.sunrise.finetune.teacher;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.sunrise.data.HashSample;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.data.TokenRows;
import io.sunrise.finetune.teacher.Teacher.Labeller;
import io.sunrise.inference.Probabilities;
import io.sunrise.metric.Evaluation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.commons.collections4.IteratorUtils;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * Rows of a dataset that a teacher labelled with a probability of each class, as many of each class
 * where there are enough. The same rows for any partitioning; to choose them the driver sees counts
 * only.
 */
public final class SoftLabels implements AutoCloseable {
  /** The probability of the likeliest class as an integer, so that counts find a threshold. */
  private static final String CERTAINTY = "certainty";

  private static final int STEPS = 1 << 16;

  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.INDEX, DataTypes.LongType, false)
          .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false)
          .add(Schemas.LABEL, DataTypes.IntegerType, false)
          .add(Schemas.PROBABILITIES, DataTypes.createArrayType(DataTypes.FloatType, false), false)
          .add(CERTAINTY, DataTypes.IntegerType, false);

  private final Dataset<Row> labelled;
  private final Broadcast<Teacher> teacher;
  private final int classes;

  private SoftLabels(Dataset<Row> labelled, Broadcast<Teacher> teacher, int classes) {
    this.labelled = labelled;
    this.teacher = teacher;
    this.classes = classes;
  }

  /**
   * Labels all rows, on the executors' disks until this is closed.
   *
   * @param rows index and tokens
   */
  public static SoftLabels of(Dataset<Row> rows, Teacher teacher) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext());
    Broadcast<Teacher> known = context.broadcast(teacher);
    JavaRDD<Row> labelled =
        rows.select(Schemas.INDEX, Schemas.TOKENS)
            .javaRDD()
            .mapPartitions(
                part -> {
                  Labeller labeller = known.value().open();
                  return IteratorUtils.transformedIterator(part, row -> label(row, labeller));
                });
    Dataset<Row> stored =
        rows.sparkSession().createDataFrame(labelled, SCHEMA).persist(StorageLevel.DISK_ONLY());
    return new SoftLabels(stored, known, teacher.classes());
  }

  private static Row label(Row row, Labeller labeller) {
    TokenRow soft = labeller.label(row.getLong(0), Schemas.ids(row, 1));
    return RowFactory.create(
        soft.index(), soft.tokens(), soft.label(), soft.probabilities(), certainty(soft));
  }

  private static int certainty(TokenRow soft) {
    return (int) Math.min(STEPS - 1, soft.probabilities()[soft.label()] * STEPS);
  }

  /**
   * Rows of the more certain half of each class, or of more of it where half are not enough, chosen
   * by a hash of their index: index, tokens, label and probabilities. The most certain rows alone
   * would be alike.
   *
   * @param most rows in all, shared out evenly to the classes by their likeliest class
   */
  public Dataset<Row> certain(long most, long seed) {
    long[][] counts = counts();
    Column threshold = lit(0);
    Map<String, Long> limits = new TreeMap<>();
    for (int label = 0; label < classes; label++) {
      long limit = limit(most, label, classes);
      limits.put(Integer.toString(label), limit);
      threshold =
          when(col(Schemas.LABEL).equalTo(label), threshold(counts[label], limit))
              .otherwise(threshold);
    }
    return new HashSample(seed, List.of(Schemas.INDEX), List.of())
        .keepOfEach(
            labelled.filter(col(CERTAINTY).geq(threshold)),
            col(Schemas.LABEL).cast("string"),
            limits)
        .drop(CERTAINTY);
  }

  /**
   * The same rows, labelled and chosen within one task.
   *
   * @param rows with unique indices
   */
  public static TokenRows certain(TokenRows rows, Teacher teacher, long most, long seed) {
    List<List<TokenRow>> byLabel = new ArrayList<>();
    IntStream.range(0, teacher.classes()).forEach(label -> byLabel.add(new ArrayList<>()));
    Labeller labeller = teacher.open();
    for (int i = 0; i < rows.size(); i++) {
      TokenRow soft = labeller.label(rows.index(i), rows.row(i).tokens());
      byLabel.get(soft.label()).add(soft);
    }
    TokenRows.Builder chosen = new TokenRows.Builder();
    for (int label = 0; label < byLabel.size(); label++) {
      long[] counts = new long[STEPS];
      byLabel.get(label).forEach(soft -> counts[certainty(soft)]++);
      long limit = limit(most, label, byLabel.size());
      int threshold = threshold(counts, limit);
      byLabel.get(label).stream()
          .filter(soft -> certainty(soft) >= threshold)
          .sorted(HashSample.order(seed, TokenRow::index))
          .limit(limit)
          .forEach(chosen::add);
    }
    return chosen.build().inOrderOfIndex();
  }

  /** All rows, as another teacher labels them. */
  public static TokenRows of(TokenRows rows, Teacher teacher) {
    Labeller labeller = teacher.open();
    TokenRows.Builder labelled = new TokenRows.Builder();
    for (int i = 0; i < rows.size(); i++) {
      labelled.add(labeller.label(rows.index(i), rows.row(i).tokens()));
    }
    return labelled.build();
  }

  private static long limit(long most, int label, int classes) {
    return most / classes + (label < most % classes ? 1 : 0);
  }

  /** The highest certainty that half the rows reach, and at least {@code limit} if there are. */
  private static int threshold(long[] counts, long limit) {
    long enough = Math.max(limit, Arrays.stream(counts).sum() / 2);
    int threshold = STEPS;
    long reached = 0;
    while (threshold > 0 && reached < enough) {
      reached += counts[--threshold];
    }
    return threshold;
  }

  /** All rows: index, tokens, label and probabilities. */
  public Dataset<Row> all() {
    return labelled.drop(CERTAINTY);
  }

  /**
   * The teacher's predictions of other rows, as {@link Evaluation} reads them.
   *
   * @param rows label and tokens
   */
  public Dataset<Row> scored(Dataset<Row> rows) {
    Broadcast<Teacher> known = teacher;
    JavaRDD<Row> scored =
        rows.select(Schemas.LABEL, Schemas.TOKENS)
            .javaRDD()
            .mapPartitions(
                part -> {
                  Labeller labeller = known.value().open();
                  return IteratorUtils.transformedIterator(
                      part,
                      row -> score(row.getInt(0), labeller.probabilities(Schemas.ids(row, 1))));
                });
    return rows.sparkSession().createDataFrame(scored, Evaluation.SCORED);
  }

  private static Row score(int label, double[] probabilities) {
    return RowFactory.create(
        (double) label, (double) Probabilities.highest(probabilities), probabilities[1]);
  }

  private long[][] counts() {
    long[][] counts = new long[classes][STEPS];
    for (Row row : labelled.groupBy(Schemas.LABEL, CERTAINTY).count().collectAsList()) {
      counts[row.getInt(0)][row.getInt(1)] = row.getLong(2);
    }
    return counts;
  }

  @Override
  public void close() {
    labelled.unpersist();
    teacher.destroy();
  }
}
