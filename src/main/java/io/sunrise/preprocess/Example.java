package io.sunrise.preprocess;

import static org.apache.spark.sql.functions.col;

import io.sunrise.data.Locations;
import io.sunrise.data.Schemas;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.Tokenizer;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The first row, as an example in the report.
 *
 * @param raw the beginning of its document, as collected
 */
record Example(String raw, List<String> tokens, List<Integer> ids) {
  private static final int MAX_RAW_LENGTH = 400;

  static Example of(Dataset<Row> documents, Vocabulary vocabulary, StageRun run) {
    Row row =
        Locations.reader(run.spark())
            .schema(Schemas.TOKEN_ROWS)
            .parquet(run.output("tokens"))
            .filter(col(Schemas.INDEX).equalTo(0))
            .first();
    String id = row.getAs(Schemas.ID);
    String raw = documents.filter(col(Schemas.ID).equalTo(id)).first().getAs(Schemas.TEXT);
    List<Integer> ids = row.getList(row.fieldIndex(Schemas.TOKENS));
    Tokenizer tokenizer = vocabulary.tokenizer();
    String[] tokens = tokenizer.tokens(Schemas.ids(row, row.fieldIndex(Schemas.TOKENS)));
    int end = Math.min(raw.length(), MAX_RAW_LENGTH);
    return new Example(raw.substring(0, end), List.of(tokens), List.copyOf(ids));
  }

  void note(StageRun run) {
    run.value("example", Map.of("raw", raw, "tokens", tokens, "ids", ids));
  }
}
