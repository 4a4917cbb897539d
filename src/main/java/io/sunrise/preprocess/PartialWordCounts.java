package io.sunrise.preprocess;

import io.sunrise.tokenizer.PreTokenizer;
import io.sunrise.tokenizer.WordCounter;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Pre-aggregates word counts within memory limits, so that few repeated words are shuffled. */
final class PartialWordCounts implements Iterator<Row> {
  private static final int MAX_WORDS = 200_000;

  private final Iterator<Row> texts;
  private final WordCounter counter;
  private Iterator<Map.Entry<String, Long>> counted = Collections.emptyIterator();

  PartialWordCounts(Iterator<Row> texts, PreTokenizer preTokenizer) {
    this.texts = texts;
    this.counter = new WordCounter(preTokenizer);
  }

  @Override
  public boolean hasNext() {
    while (!counted.hasNext() && texts.hasNext()) {
      while (texts.hasNext() && counter.size() < MAX_WORDS) {
        counter.add(texts.next().getString(0));
      }
      counted = counter.drain().entrySet().iterator();
    }
    return counted.hasNext();
  }

  @Override
  public Row next() {
    Map.Entry<String, Long> entry = counted.next();
    return RowFactory.create(entry.getKey(), entry.getValue());
  }
}
