package io.sunrise.collect;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.sunrise.collect.CollectReport.Amount;
import io.sunrise.config.CollectSettings;
import io.sunrise.config.CollectSettings.CollectedSource;
import io.sunrise.console.JobDescription;
import io.sunrise.data.DocumentIds;
import io.sunrise.data.HashSample;
import io.sunrise.data.Locations;
import io.sunrise.data.OrderedParquet;
import io.sunrise.data.OutputFiles;
import io.sunrise.data.Schemas;
import io.sunrise.data.read.SourceRows;
import io.sunrise.stage.SparkStep;
import io.sunrise.stage.StageRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Assigns ids to usable rows, samples them to the configured size, and writes them. */
final class Documents {
  private final CollectSettings settings;
  private final HashSample sample;

  Documents(CollectSettings settings, long seed) {
    this.settings = settings;
    this.sample =
        new HashSample(seed, List.of(Schemas.ID), List.of(Schemas.PATH, Schemas.POSITION));
  }

  /**
   * Writes {@code documents/}: of rows that were read now, and of earlier ones.
   *
   * @param usable the usable documents of each source, those of earlier runs included
   * @return the written documents of each source
   */
  Map<String, Amount> write(
      SourceRows rows,
      EarlierRows earlier,
      Map<String, Amount> usable,
      Quotas quotas,
      StageRun run) {
    long wanted = quotas.total(usable);
    String folder = run.output("documents");
    long written =
        SparkStep.run(
            run,
            "writing documents",
            () ->
                OrderedParquet.write(
                    earlier.withDocuments(sampled(identified(rows.kept()), quotas, usable)),
                    Schemas.DOCUMENTS,
                    folder,
                    OutputFiles.DOCUMENTS.of(settings.outputFiles(), wanted)));
    if (written != wanted) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT, "rows were lost: %d documents written of %d", written, wanted));
    }
    boolean all = written == usable.values().stream().mapToLong(Amount::documents).sum();
    return all
        ? usable
        : JobDescription.step(
            run.spark().sparkContext(),
            "counting documents",
            () -> amounts(Locations.reader(run.spark()).parquet(folder)));
  }

  private Dataset<Row> identified(Dataset<Row> rows) {
    Column content = coalesce(col(SourceRows.USER_ID), col(Schemas.TEXT));
    return rows.withColumn(Schemas.ID, DocumentIds.of(col(Schemas.SOURCE), content))
        .withColumn(Schemas.LICENCE, licence());
  }

  private Column licence() {
    Column licence = lit("");
    for (CollectedSource source : settings.sources()) {
      licence =
          when(col(Schemas.SOURCE).equalTo(source.name()), source.licence()).otherwise(licence);
    }
    return licence;
  }

  private Dataset<Row> sampled(Dataset<Row> rows, Quotas quotas, Map<String, Amount> usable) {
    Map<String, Long> limits = quotas.limits(usable);
    Dataset<Row> ofSources =
        limits.isEmpty() ? rows : sample.keepOfEach(rows, col(Schemas.SOURCE), limits);
    return quotas.together() == 0
        ? ofSources
        : sample.keepOfEach(ofSources, lit(""), Map.of("", quotas.together()));
  }

  private static Map<String, Amount> amounts(Dataset<Row> documents) {
    Map<String, Amount> amounts = new TreeMap<>();
    for (Row row :
        documents
            .groupBy(Schemas.SOURCE)
            .agg(count(lit(1)), sum(octet_length(col(Schemas.TEXT))))
            .collectAsList()) {
      amounts.put(row.getString(0), new Amount(row.getLong(1), row.getLong(2)));
    }
    return amounts;
  }
}
