package io.sunrise.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a document into rows of at most so many ids. A row is filled with whole sentences while they
 * fit; a sentence too long for a row of its own is cut after a clause where one ends in the row's
 * second half, else after a word, and never inside a word. A word that alone is longer than a row
 * becomes {@code [UNK]}.
 */
public final class SentenceCutter {
  private static final int[] UNKNOWN = {SpecialTokens.UNK};
  private static final String CLAUSE_ENDS = ",;:.!?…)—–،؛、。，；：！？";

  private final Tokenizer tokenizer;
  private final int limit;

  /**
   * @param limit ids in a row, {@code [CLS]} and {@code [SEP]} not counted; at least 1
   */
  public SentenceCutter(Tokenizer tokenizer, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("a row holds at least 1 id, asked for " + limit);
    }
    this.tokenizer = tokenizer;
    this.limit = limit;
  }

  /** The rows of a document in order, none empty, without {@code [CLS]} and {@code [SEP]}. */
  public List<int[]> rows(String text) {
    List<int[]> rows = new ArrayList<>();
    Row row = new Row(limit);
    for (String sentence : Sentences.split(text)) {
      add(tokenizer.words(sentence), row, rows);
    }
    row.flush(rows);
    return rows;
  }

  private void add(List<String> words, Row row, List<int[]> rows) {
    int[][] ids = new int[words.size()][];
    int length = 0;
    for (int w = 0; w < ids.length; w++) {
      int[] wordIds = tokenizer.encodeWord(words.get(w));
      ids[w] = wordIds.length > limit ? UNKNOWN : wordIds;
      length += ids[w].length;
    }
    if (row.length + length > limit) {
      row.flush(rows);
    }
    int next = 0;
    while (length > limit) {
      int end = cut(words, ids, next);
      for (; next < end; next++) {
        row.add(ids[next]);
        length -= ids[next].length;
      }
      row.flush(rows);
    }
    for (; next < ids.length; next++) {
      row.add(ids[next]);
    }
  }

  /** The word after the last of a row that begins with word {@code start}. */
  private int cut(List<String> words, int[][] ids, int start) {
    int length = 0;
    int clauseEnd = start;
    int end = start;
    while (end < ids.length && length + ids[end].length <= limit) {
      length += ids[end].length;
      if (2 * length >= limit && CLAUSE_ENDS.contains(words.get(end))) {
        clauseEnd = end + 1;
      }
      end++;
    }
    return clauseEnd > start ? clauseEnd : end;
  }

  private static final class Row {
    final int[] ids;
    int length;

    Row(int limit) {
      ids = new int[limit];
    }

    void add(int[] wordIds) {
      System.arraycopy(wordIds, 0, ids, length, wordIds.length);
      length += wordIds.length;
    }

    void flush(List<int[]> rows) {
      if (length > 0) {
        rows.add(Arrays.copyOf(ids, length));
        length = 0;
      }
    }
  }
}
