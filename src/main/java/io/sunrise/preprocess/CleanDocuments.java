package io.sunrise.preprocess;

import io.sunrise.cleaning.TextCleaner;
import io.sunrise.cleaning.filter.DocumentFilter;
import io.sunrise.config.FilterSettings;
import io.sunrise.data.Schemas;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Cleans documents and applies the filters' rules, in one pass.
 *
 * @param boilerplateMinDocuments a line in at least this many documents is removed from all; 0
 *     removes none
 */
record CleanDocuments(TextCleaner cleaner, FilterSettings filters, long boilerplateMinDocuments)
    implements DocumentStep {
  private static final String EMPTY = "empty after cleaning";

  @Override
  public String title() {
    return "cleaning documents";
  }

  @Override
  public List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    reasons.add(EMPTY);
    reasons.addAll(new DocumentFilter(filters).rules());
    return reasons;
  }

  @Override
  public Dataset<Row> apply(Dataset<Row> texts) {
    Dataset<Row> documents = texts.select(Schemas.ID, Schemas.TEXT);
    Boilerplate boilerplate = Boilerplate.of(documents, cleaner, boilerplateMinDocuments);
    return texts
        .sparkSession()
        .createDataFrame(
            documents.javaRDD().mapPartitions(cleaning(cleaner, filters, boilerplate)),
            FilterPipeline.SCHEMA);
  }

  private static FlatMapFunction<Iterator<Row>, Row> cleaning(
      TextCleaner cleaner, FilterSettings filters, Boilerplate boilerplate) {
    return documents -> {
      DocumentFilter filter = new DocumentFilter(filters);
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return documents.hasNext();
        }

        @Override
        public Row next() {
          Row document = documents.next();
          String raw = document.getString(1);
          String lines = boilerplate.without(cleaner.lines(raw));
          if (lines.isEmpty()) {
            return RowFactory.create(document.get(0), raw, EMPTY);
          }
          Optional<String> broken = filter.broken(lines);
          return RowFactory.create(
              document.get(0),
              broken.isPresent() ? lines : cleaner.joined(lines),
              broken.orElse(null));
        }
      };
    };
  }
}
