package io.sunrise.tokenizer;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The ids of a vocabulary's five special tokens. They are the first ones in ours, in this order.
 */
public record SpecialTokens(int pad, int unk, int cls, int sep, int mask) implements Serializable {
  /** The spelling of each, in the order of the record's components. */
  public static final List<String> SPELLINGS =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

  /** Those of a vocabulary that we train. */
  public static final SpecialTokens FIRST = of(SPELLINGS);

  static final String UNKNOWN = SPELLINGS.get(FIRST.unk);

  /**
   * Those of a vocabulary.
   *
   * @param vocabulary every token, by id; each special token is one of them
   */
  public static SpecialTokens of(List<String> vocabulary) {
    int[] ids = SPELLINGS.stream().mapToInt(vocabulary::indexOf).toArray();
    if (IntStream.of(ids).anyMatch(id -> id < 0)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "a vocabulary without one of %s", SPELLINGS));
    }
    return new SpecialTokens(ids[0], ids[1], ids[2], ids[3], ids[4]);
  }

  /** How many there are. */
  public static int count() {
    return SPELLINGS.size();
  }

  public boolean contains(int id) {
    return id == pad || id == unk || id == cls || id == sep || id == mask;
  }

  /** In the order of {@link #SPELLINGS}. */
  public int[] ids() {
    return new int[] {pad, unk, cls, sep, mask};
  }

  /** The id of token {@code n}, from 0, of those that are not special. */
  public int ordinary(int n) {
    int id = n;
    while (n + countUpTo(id) != id) {
      id = n + countUpTo(id);
    }
    return id;
  }

  /** How many special tokens have ids of up to this one. */
  private int countUpTo(int id) {
    return (pad <= id ? 1 : 0)
        + (unk <= id ? 1 : 0)
        + (cls <= id ? 1 : 0)
        + (sep <= id ? 1 : 0)
        + (mask <= id ? 1 : 0);
  }

  /** The ids of all tokens that are not special. */
  public IntStream ordinaryOf(int vocabularySize) {
    return IntStream.range(0, vocabularySize).filter(id -> !contains(id));
  }

  /** The model input: {@code [CLS] content [SEP]}. */
  public int[] frame(int[] content) {
    int[] row = new int[content.length + 2];
    row[0] = cls;
    System.arraycopy(content, 0, row, 1, content.length);
    row[row.length - 1] = sep;
    return row;
  }
}
