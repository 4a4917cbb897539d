package io.sunrise.tokenizer;

import java.util.List;

/** The five special tokens by id; every vocabulary begins with them, like BERT's. */
public final class SpecialTokens {
  public static final int PAD = 0;
  public static final int UNK = 1;
  public static final int CLS = 2;
  public static final int SEP = 3;
  public static final int MASK = 4;

  /** The spelling of each, in the order of the ids. */
  public static final List<String> SPELLINGS =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  private SpecialTokens() {}

  /** The model input: {@code [CLS] content [SEP]}. */
  public static int[] frame(int[] content) {
    int[] row = new int[content.length + 2];
    row[0] = CLS;
    System.arraycopy(content, 0, row, 1, content.length);
    row[row.length - 1] = SEP;
    return row;
  }

  static String spelling(int id) {
    return SPELLINGS.get(id);
  }
}
