package io.sunrise.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Splits a document into rows of limited length. A sentence that is longer than a row is split
 * after a clause if one ends in the second half of the row, else after a word; inside a word only
 * if the word alone is longer than a row. Not thread-safe.
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
      throw new IllegalArgumentException("a row holds at least 1 id, found a limit of " + limit);
    }
    this.tokenizer = tokenizer;
    this.limit = limit;
    this.joins = joins;
    row = new int[limit];
  }

  /**
   * Packs consecutive sentences of a document into a row while they fit.
   *
   * @param limit the maximum number of ids in a row, without {@code [CLS]} and {@code [SEP]}; at
   *     least 1
   */
  public static SentenceCutter joining(Tokenizer tokenizer, int limit) {
    return new SentenceCutter(tokenizer, limit, true);
  }

  /** Starts a new row for every sentence; {@code limit} as in {@link #joining}. */
  public static SentenceCutter apart(Tokenizer tokenizer, int limit) {
    return new SentenceCutter(tokenizer, limit, false);
  }

  /** The rows of a document in order, none empty, without {@code [CLS]} and {@code [SEP]}. */
  public List<int[]> rows(String text) {
    List<int[]> rows = new ArrayList<>();
    boolean spaced = false;
    for (String each : SentenceSplitter.split(text)) {
      sentence.clear();
      tokenizer.encode(spaced ? " " + each : each, sentence);
      spaced = tokenizer.preTokenizer() == PreTokenizer.AS_IT_IS;
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

  /** The end of the row that begins at {@code start} of a sentence with more ids than fit. */
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
