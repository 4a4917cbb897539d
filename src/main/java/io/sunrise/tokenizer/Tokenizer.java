package io.sunrise.tokenizer;

import io.sunrise.Sha256;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Encodes text to the same ids as Hugging Face's tokenizers library with the same tokenizer.json;
 * tests compare the two. Thread-safe; never pads.
 */
public final class Tokenizer {
  private static final Map<String, Tokenizer> SHARED = new ConcurrentHashMap<>();

  private final List<String> vocabulary;
  private final SpecialTokens special;
  private final PreTokenizer preTokenizer;
  private final String hash;
  private final WordModel model;
  private final PieceEncoder encoder;

  private Tokenizer(byte[] tokenizerJson, String where) {
    TokenizerFile file = TokenizerReader.read(tokenizerJson, where);
    vocabulary = file.vocabulary();
    special = SpecialTokens.of(vocabulary);
    preTokenizer = file.preTokenizer();
    hash = Sha256.of(tokenizerJson);
    model = file.model();
    encoder = new PieceEncoder(file);
  }

  /**
   * Opens a tokenizer.
   *
   * @param tokenizerJson the bytes of a tokenizer.json
   * @param whereItCameFrom names the file in error messages
   */
  public static Tokenizer load(byte[] tokenizerJson, String whereItCameFrom) {
    return new Tokenizer(tokenizerJson, whereItCameFrom);
  }

  /**
   * The tokenizer for these bytes, one for the JVM and all its tasks, kept as long as the JVM
   * lives.
   */
  public static Tokenizer shared(byte[] tokenizerJson, String whereItCameFrom) {
    return SHARED.computeIfAbsent(
        Sha256.of(tokenizerJson), hash -> new Tokenizer(tokenizerJson, whereItCameFrom));
  }

  /** The ids of a text, without {@code [CLS]} and {@code [SEP]}. */
  public int[] encode(String text) {
    return encode(text, Integer.MAX_VALUE);
  }

  /** The first {@code most} ids of a text, or all if it has fewer. */
  public int[] encode(String text, int most) {
    EncodedText encoded = new EncodedText();
    encoder.encode(text, most, encoded);
    return encoded.toArray(most);
  }

  /** Appends the ids of a text. */
  void encode(String text, EncodedText out) {
    encoder.encode(text, Integer.MAX_VALUE, out);
  }

  /** The spelling of each id. */
  public String[] tokens(int[] ids) {
    return Arrays.stream(ids).mapToObj(vocabulary::get).toArray(String[]::new);
  }

  public int vocabularySize() {
    return vocabulary.size();
  }

  /** Every token, by id. */
  public List<String> vocabulary() {
    return vocabulary;
  }

  /** The ids of the special tokens. */
  public SpecialTokens special() {
    return special;
  }

  /** Which tokens are pieces of a word but its first. None where ids are whole words. */
  public Continuations continuations() {
    Continuations found = Continuations.none();
    special
        .ordinaryOf(vocabulary.size())
        .forEach(
            id -> {
              found.continuing().set(id, model.continues(vocabulary.get(id)));
              found.closing().set(id, model.closes(vocabulary.get(id)));
            });
    return found;
  }

  /** How the tokenizer splits text into words. */
  public PreTokenizer preTokenizer() {
    return preTokenizer;
  }

  /** SHA-256 of the tokenizer.json, 64 hex digits. */
  public String hash() {
    return hash;
  }
}
