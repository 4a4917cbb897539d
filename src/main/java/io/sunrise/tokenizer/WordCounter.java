package io.sunrise.tokenizer;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts the words of texts by counting their pieces: each distinct piece is split into words once,
 * at the end.
 */
public final class WordCounter {
  private static final int FIRST_SLOTS = 1 << 12;

  private final PreTokenizer preTokenizer;
  private final PieceScanner scanner;
  private final PieceScanner.Sink counting = new Counting();

  /** Open addressing with linear probing. */
  private Piece[] slots = new Piece[FIRST_SLOTS];

  private int pieces;

  private static final class Piece {
    final char[] characters;
    final int hash;
    long count;

    Piece(char[] characters, int hash) {
      this.characters = characters;
      this.hash = hash;
    }
  }

  public WordCounter(PreTokenizer preTokenizer) {
    this.preTokenizer = preTokenizer;
    scanner = new PieceScanner(preTokenizer);
  }

  public void add(String text) {
    scanner.scan(text, counting);
  }

  /** The number of distinct pieces, with which memory grows. */
  public int size() {
    return pieces;
  }

  /** The count of each word in the texts since the last call. */
  public Map<String, Long> drain() {
    Map<String, Long> words = new HashMap<>(2 * pieces);
    for (Piece piece : slots) {
      if (piece != null) {
        for (String word : preTokenizer.words(new String(piece.characters))) {
          words.merge(word, piece.count, Long::sum);
        }
      }
    }
    slots = new Piece[FIRST_SLOTS];
    pieces = 0;
    return words;
  }

  private void grow() {
    Piece[] before = slots;
    slots = new Piece[2 * before.length];
    for (Piece piece : before) {
      if (piece != null) {
        slots[slot(piece.characters, 0, piece.characters.length, piece.hash)] = piece;
      }
    }
  }

  private int slot(char[] text, int start, int end, int hash) {
    int mask = slots.length - 1;
    int slot = PieceCache.spread(hash) & mask;
    while (slots[slot] != null
        && !(slots[slot].hash == hash
            && Arrays.equals(
                slots[slot].characters, 0, slots[slot].characters.length, text, start, end))) {
      slot = slot + 1 & mask;
    }
    return slot;
  }

  private final class Counting implements PieceScanner.Sink {
    @Override
    public void piece(char[] text, int start, int end, int hash) {
      int slot = slot(text, start, end, hash);
      if (slots[slot] == null) {
        if (2 * pieces > slots.length) {
          grow();
          slot = slot(text, start, end, hash);
        }
        slots[slot] = new Piece(Arrays.copyOfRange(text, start, end), hash);
        pieces++;
      }
      slots[slot].count++;
    }

    @Override
    public void space() {}

    /** Special tokens in the text count as plain text, as in Hugging Face's trainers. */
    @Override
    public int specialAt(String text, int bracket) {
      return -1;
    }

    @Override
    public int special(int place) {
      throw new IllegalStateException("special tokens are plain text here");
    }

    @Override
    public boolean full() {
      return false;
    }
  }
}
