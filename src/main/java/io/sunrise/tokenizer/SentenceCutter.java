package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Cuts a document into rows of at most so many ids. A sentence too long for a row of its own is cut
 * after a clause where one ends in the row's second half, else after a word; inside a word only
 * where that alone is longer than a row. Not safe for use by many threads.
 */
public final class SentenceCutter {
  private final Tokenizer tokenizer;
  private final int limit;
  private final boolean joins;
  private final EncodedText sentence = new EncodedText();
  private final int[] row;
  private int length;

  private SentenceCutter(Tokenizer tokenizer, int limit, boolean joins) {
    if (limit < 1) {
      throw new IllegalArgumentException("a row holds at least 1 id, asked for " + limit);
    }
    this.tokenizer = tokenizer;
    this.limit = limit;
    this.joins = joins;
    row = new int[limit];
  }

  /**
   * Fills a row with the sentences of a document while they fit.
   *
   * @param limit ids in a row, {@code [CLS]} and {@code [SEP]} not counted; at least 1
   */
  public static SentenceCutter joining(Tokenizer tokenizer, int limit) {
    return new SentenceCutter(tokenizer, limit, true);
  }

  /** Begins a row with every sentence; {@code limit} as in {@link #joining}. */
  public static SentenceCutter apart(Tokenizer tokenizer, int limit) {
    return new SentenceCutter(tokenizer, limit, false);
  }

  /** The rows of a document in order, none empty, without {@code [CLS]} and {@code [SEP]}. */
  public List<int[]> rows(String text) {
    List<int[]> rows = new ArrayList<>();
    for (String each : Sentences.split(text)) {
      sentence.clear();
      tokenizer.encode(each, sentence);
      if (!joins || length + sentence.length > limit) {
        flush(rows);
      }
      int start = 0;
      while (sentence.length - start > limit) {
        int end = cut(start);
        rows.add(Arrays.copyOfRange(sentence.ids, start, end));
        start = end;
      }
      System.arraycopy(sentence.ids, start, row, length, sentence.length - start);
      length += sentence.length - start;
    }
    flush(rows);
    return rows;
  }

  /** Where the row ends that begins at {@code start} of a sentence with more ids than fit. */
  private int cut(int start) {
    int wordEnd = start;
    int pieceEnd = start;
    for (int end = start + limit; end > start; end--) {
      byte what = sentence.ends[end - 1];
      if (what == EncodedText.CLAUSE && 2 * (end - start) >= limit) {
        return end;
      }
      if (what >= EncodedText.WORD) {
        wordEnd = Math.max(wordEnd, end);
      }
      if (what >= EncodedText.PIECE) {
        pieceEnd = Math.max(pieceEnd, end);
      }
    }
    return wordEnd > start ? wordEnd : pieceEnd > start ? pieceEnd : start + limit;
  }

  private void flush(List<int[]> rows) {
    if (length > 0) {
      rows.add(Arrays.copyOf(row, length));
      length = 0;
    }
  }
}
