package io.sunrise.tokenizer;

import io.sunrise.tokenizer.PieceCache.Piece;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * Encodes text piece by piece: most pieces are cached, the others are encoded by {@link
 * PreTokenizer} and the model. Thread-safe.
 */
final class PieceEncoder {
  private static final byte[] PIECE_END = {EncodedText.PIECE};

  private final PreTokenizer preTokenizer;
  private final WordModel model;
  private final int[] special;
  private final BiConsumer<String, Encoding> scan;
  private final PieceCache cache = new PieceCache();

  PieceEncoder(TokenizerFile file) {
    preTokenizer = file.preTokenizer();
    model = file.model();
    special = SpecialTokens.of(file.vocabulary()).ids();
    if (preTokenizer == PreTokenizer.AS_IT_IS) {
      scan = new ByteLevelScanner(file.added())::scan;
    } else {
      scan = new PieceScanner(preTokenizer)::scan;
    }
  }

  /** Appends the ids of a text; stops soon after there are {@code enough} in total. */
  void encode(String text, int enough, EncodedText out) {
    scan.accept(text, new Encoding(enough, out));
  }

  private Piece find(char[] text, int start, int end, int hash) {
    Piece known = cache.find(text, start, end, hash);
    if (known != null) {
      return known;
    }
    Piece piece = piece(Arrays.copyOfRange(text, start, end), hash);
    cache.keep(piece);
    return piece;
  }

  private Piece piece(char[] characters, int hash) {
    EncodedText encoded = new EncodedText();
    for (String word : preTokenizer.words(new String(characters))) {
      int[] ids = model.ids(word);
      byte[] ends = new byte[ids.length];
      ends[ids.length - 1] = CharacterKinds.endOf(word);
      encoded.add(ids, ends);
    }
    int length = encoded.length;
    return new Piece(
        characters, hash, encoded.toArray(length), Arrays.copyOf(encoded.ends, length));
  }

  private final class Encoding implements PieceScanner.Sink, ByteLevelScanner.Sink {
    private final int enough;
    private final EncodedText out;

    Encoding(int enough, EncodedText out) {
      this.enough = enough;
      this.out = out;
    }

    @Override
    public void piece(char[] text, int start, int end, int hash) {
      Piece piece = find(text, start, end, hash);
      out.add(piece.ids, piece.ends);
    }

    @Override
    public void space() {
      out.endWord();
    }

    @Override
    public int specialAt(String text, int bracket) {
      for (int i = 0; i < special.length; i++) {
        if (text.startsWith(SpecialTokens.SPELLINGS.get(i), bracket)) {
          return i;
        }
      }
      return -1;
    }

    @Override
    public int special(int place) {
      added(special[place]);
      return SpecialTokens.SPELLINGS.get(place).length();
    }

    @Override
    public void added(int id) {
      out.add(new int[] {id}, PIECE_END);
    }

    @Override
    public boolean full() {
      return out.length >= enough;
    }
  }
}
