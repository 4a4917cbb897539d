package io.sunrise.finetune;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.size;

import com.fasterxml.jackson.databind.JsonNode;
import io.sunrise.CounterRandom;
import io.sunrise.SunriseException;
import io.sunrise.data.HashSample;
import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.data.TokenRow;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.StageRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What the label stage left.
 *
 * @param labels the label words; a row's label is a place in this list
 * @param maxTokens of a text that are read; longer ones are cut
 */
record LabelledRows(
    Dataset<Row> train,
    Dataset<Row> validation,
    Dataset<Row> test,
    List<String> labels,
    int maxTokens)
    implements AutoCloseable {
  /** What learns in one thread of the driver has no use for more. */
  private static final int KNOWN = 50_000;

  private static final int KNOWN_TO_VALIDATE = 10_000;

  static LabelledRows of(StageRun run) throws IOException {
    String file = run.input("label") + "/labels.json";
    JsonNode json = JsonFiles.read(run.fileSystem(), file, "label");
    return new LabelledRows(
        part(run, "train"),
        part(run, "validation"),
        part(run, "test"),
        labels(json, file),
        json.path("maxTokens").asInt());
  }

  int classes() {
    return labels.size();
  }

  /** The same with other rows to learn from. */
  LabelledRows learning(Dataset<Row> other) {
    return new LabelledRows(other, validation, test, labels, maxTokens);
  }

  /** The most tokens of a row to train or validate on. */
  int longestRow() {
    return train
        .select(Schemas.TOKENS)
        .union(validation.select(Schemas.TOKENS))
        .agg(max(size(col(Schemas.TOKENS))))
        .first()
        .getInt(0);
  }

  /** The train rows, of many a part that a hash chooses, in order of index. */
  List<TokenRow> known(long seed) {
    return known(train, KNOWN, seed);
  }

  /** The validation rows, in the same way. */
  List<TokenRow> knownToValidate(long seed) {
    return known(validation, KNOWN_TO_VALIDATE, seed);
  }

  private static List<TokenRow> known(Dataset<Row> part, int most, long seed) {
    long key = CounterRandom.key(seed, "known rows");
    return HashSample.keep(part, most, key, List.of(Schemas.ID), List.of(Schemas.INDEX))
        .select(Schemas.INDEX, Schemas.LABEL, Schemas.WEIGHT, Schemas.TOKENS)
        .orderBy(Schemas.INDEX)
        .collectAsList()
        .stream()
        .map(
            row ->
                new TokenRow(row.getLong(0), row.getInt(1), row.getFloat(2), Schemas.ids(row, 3)))
        .toList();
  }

  private static Dataset<Row> part(StageRun run, String name) {
    return Locations.reader(run.spark())
        .schema(Schemas.LABELLED_ROWS)
        .parquet(run.input("label") + "/" + name)
        .cache();
  }

  private static List<String> labels(JsonNode json, String file) {
    List<String> labels = new ArrayList<>();
    json.path("labels").forEach(label -> labels.add(label.asText()));
    if (labels.size() < 2) {
      throw SunriseException.of(
          "%s: expected at least two label words under labels, found %s; run label again with --force",
          file, json);
    }
    return labels;
  }

  @Override
  public void close() {
    List.of(train, validation, test).forEach(Dataset::unpersist);
  }
}
