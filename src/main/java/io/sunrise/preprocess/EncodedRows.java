package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.size;

import io.sunrise.SunriseException;
import io.sunrise.config.PreprocessSettings;
import io.sunrise.data.Schemas;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.SentenceCutter;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;

/**
 * The texts encoded as rows of token ids; on the executors' disks until this is closed.
 *
 * @param rows id, part and tokens, including short rows
 * @param all the totals of all rows
 * @param minTokens a row with fewer ids, without [CLS] and [SEP], is short
 * @param shortRows the number of short rows
 */
record EncodedRows(
    Dataset<Row> rows, TokenTotals all, int minTokens, long shortRows, Broadcast<byte[]> tokenizer)
    implements AutoCloseable {
  /** [CLS] and [SEP]. */
  static final int SPECIAL_TOKENS = 2;

  private static final StructType SCHEMA =
      new StructType()
          .add(Schemas.ID, DataTypes.StringType, false)
          .add(Schemas.PART, DataTypes.IntegerType, false)
          .add(Schemas.TOKENS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);

  static EncodedRows encode(
      Dataset<Row> texts, Vocabulary vocabulary, PreprocessSettings settings, StageRun run) {
    EncodedRows rows =
        SparkStep.run(
            run,
            "encoding",
            () -> encode(texts, vocabulary, settings),
            encoded -> encoded.all.rows());
    if (rows.shortRows == rows.all.rows()) {
      throw SunriseException.of(
          "none of the %d rows has preprocess.min-tokens = %d ids; collect longer texts or lower it",
          rows.shortRows, settings.minTokens());
    }
    return rows;
  }

  private static EncodedRows encode(
      Dataset<Row> texts, Vocabulary vocabulary, PreprocessSettings settings) {
    JavaSparkContext context =
        JavaSparkContext.fromSparkContext(texts.sparkSession().sparkContext());
    Broadcast<byte[]> tokenizer = context.broadcast(vocabulary.tokenizerJson());
    int limit = settings.maxTokens() - SPECIAL_TOKENS;
    boolean joinShort = settings.joinShort();
    JavaRDD<Row> encoded =
        texts
            .select(Schemas.ID, Schemas.TEXT)
            .javaRDD()
            .mapPartitions(
                documents -> {
                  Tokenizer shared = Tokenizer.shared(tokenizer.value(), Vocabulary.FILE);
                  return new Encoding(
                      documents, cutter(shared, limit, joinShort), shared.special());
                });
    Dataset<Row> rows =
        texts.sparkSession().createDataFrame(encoded, SCHEMA).persist(StorageLevel.DISK_ONLY());
    TokenTotals all = TokenTotals.of(rows, vocabulary.tokenizer().special());
    int minTokens = settings.minTokens();
    long shortRows = rows.filter(size(col(Schemas.TOKENS)).lt(minTokens + SPECIAL_TOKENS)).count();
    return new EncodedRows(rows, all, minTokens, shortRows, tokenizer);
  }

  private static SentenceCutter cutter(Tokenizer tokenizer, int limit, boolean joinShort) {
    return joinShort
        ? SentenceCutter.joining(tokenizer, limit)
        : SentenceCutter.apart(tokenizer, limit);
  }

  /**
   * The number of rows that are long enough, at most {@code most}.
   *
   * @param most 0 for all
   */
  long keptRows(long most) {
    long longEnough = all.rows() - shortRows;
    return most == 0 ? longEnough : Math.min(most, longEnough);
  }

  Dataset<Row> longEnough() {
    return rows.filter(size(col(Schemas.TOKENS)).geq(minTokens + SPECIAL_TOKENS));
  }

  @Override
  public void close() {
    rows.unpersist();
    tokenizer.destroy();
  }

  /** The rows of the documents in turn. */
  private static final class Encoding implements Iterator<Row> {
    private final Iterator<Row> documents;
    private final SentenceCutter cutter;
    private final SpecialTokens special;
    private Iterator<Row> rows = List.<Row>of().iterator();

    Encoding(Iterator<Row> documents, SentenceCutter cutter, SpecialTokens special) {
      this.documents = documents;
      this.cutter = cutter;
      this.special = special;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && documents.hasNext()) {
        Row document = documents.next();
        List<Row> parts = new ArrayList<>();
        for (int[] content : cutter.rows(document.getString(1))) {
          int part = parts.size();
          parts.add(RowFactory.create(document.get(0), part, special.frame(content)));
        }
        rows = parts.iterator();
      }
      return rows.hasNext();
    }

    @Override
    public Row next() {
      return rows.next();
    }
  }
}
