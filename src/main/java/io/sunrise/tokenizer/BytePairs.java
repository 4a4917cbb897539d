package io.sunrise.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Byte-level BPE: the bytes of a word are merged pair by pair, earlier learned pairs first and the
 * leftmost of equal ones first. (Radford et al., "Language models are unsupervised multitask
 * learners", 2019, section 2.2.)
 */
final class BytePairs implements WordModel {
  private static final int NONE = -1;
  private static final int REPLACEMENT = 0xFFFD;

  private static final int WORD_CATEGORIES =
      1 << Character.UPPERCASE_LETTER
          | 1 << Character.LOWERCASE_LETTER
          | 1 << Character.TITLECASE_LETTER
          | 1 << Character.MODIFIER_LETTER
          | 1 << Character.OTHER_LETTER
          | 1 << Character.DECIMAL_DIGIT_NUMBER
          | 1 << Character.LETTER_NUMBER
          | 1 << Character.OTHER_NUMBER
          | 1 << Character.NON_SPACING_MARK
          | 1 << Character.ENCLOSING_MARK
          | 1 << Character.COMBINING_SPACING_MARK;

  private final int[] idsOfBytes = new int[256];

  /** The rank in which a pair of ids (the left one in the upper half) was learned. */
  private final Map<Long, Integer> ranks = new HashMap<>();

  private final int[] joinedIds;

  /**
   * @param ids with the characters of {@link ByteAlphabet} among them
   * @param merges {@code left right} in the order learned; both and their concatenation have ids
   */
  BytePairs(Map<String, Integer> ids, List<String> merges) {
    for (int b = 0; b < 256; b++) {
      idsOfBytes[b] = ids.get(Character.toString(ByteAlphabet.of(b)));
    }
    joinedIds = new int[merges.size()];
    for (int rank = 0; rank < joinedIds.length; rank++) {
      String merge = merges.get(rank);
      int space = merge.indexOf(' ');
      String left = merge.substring(0, space);
      String right = merge.substring(space + 1);
      ranks.put(pair(ids.get(left), ids.get(right)), rank);
      joinedIds[rank] = ids.get(left + right);
    }
  }

  @Override
  public int[] ids(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
    Symbols symbols = new Symbols(bytes);
    PriorityQueue<Long> queue = new PriorityQueue<>();
    for (int at = 0; at + 1 < bytes.length; at++) {
      symbols.queuePair(at, queue);
    }
    while (!queue.isEmpty()) {
      long top = queue.poll();
      int at = (int) top;
      int rank = (int) (top >>> 32);
      // One of the pair may have been merged with another neighbour meanwhile.
      if (symbols.rank(at) == rank) {
        symbols.join(at, joinedIds[rank]);
        symbols.queuePair(at, queue);
        if (symbols.previous[at] != NONE) {
          symbols.queuePair(symbols.previous[at], queue);
        }
      }
    }
    return symbols.ids();
  }

  /**
   * A token that begins with the space begins a word, and so does punctuation wherever it stands,
   * as in BERT. What begins within a character (the replacement character here) continues it.
   */
  @Override
  public boolean continues(String token) {
    int first = ByteAlphabet.read(token).codePointAt(0);
    return first == REPLACEMENT || isOfWord(first);
  }

  @Override
  public boolean closes(String token) {
    String text = ByteAlphabet.read(token);
    int last = text.codePointBefore(text.length());
    return last != ' ' && last != REPLACEMENT && !isOfWord(last);
  }

  /** Letters, numbers and marks. */
  private static boolean isOfWord(int c) {
    return (WORD_CATEGORIES >>> Character.getType(c) & 1) != 0;
  }

  private static long pair(int left, int right) {
    return ((long) left << 32) | right;
  }

  /** A linked list of symbols; a node is identified by the index of its first byte. */
  private final class Symbols {
    final int[] previous;
    private final int[] next;
    private final int[] ids;

    Symbols(byte[] bytes) {
      ids = new int[bytes.length];
      previous = new int[bytes.length];
      next = new int[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        ids[i] = idsOfBytes[bytes[i] & 255];
        previous[i] = i - 1;
        next[i] = i + 1 < bytes.length ? i + 1 : NONE;
      }
    }

    /** The rank of the pair that begins at a node, {@link #NONE} if it was not learned. */
    int rank(int at) {
      return ids[at] == NONE || next[at] == NONE
          ? NONE
          : ranks.getOrDefault(pair(ids[at], ids[next[at]]), NONE);
    }

    void queuePair(int at, PriorityQueue<Long> queue) {
      int rank = rank(at);
      if (rank != NONE) {
        queue.add(pair(rank, at));
      }
    }

    void join(int at, int id) {
      int gone = next[at];
      ids[at] = id;
      ids[gone] = NONE;
      next[at] = next[gone];
      if (next[at] != NONE) {
        previous[next[at]] = at;
      }
    }

    int[] ids() {
      return Arrays.stream(ids).filter(id -> id != NONE).toArray();
    }
  }
}
