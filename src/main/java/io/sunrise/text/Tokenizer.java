package io.sunrise.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.sunrise.SunriseException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Text to ids and back, by Hugging Face's own tokenizers library. Words are split by {@link
 * PreTokenizer} and each is encoded once: the ids of a word are kept, as words repeat. Safe for use
 * by many threads; never truncates or pads.
 */
public final class Tokenizer implements AutoCloseable {
  /** A text's first words hold its frequent ones; past this number (about 50 MB) none is kept. */
  private static final int KEPT_WORDS = 300_000;

  private static final int KEPT_WORD_LENGTH = 40;

  private static final Pattern SPECIAL =
      Pattern.compile(
          SpecialTokens.SPELLINGS.stream().map(Pattern::quote).collect(Collectors.joining("|")));

  private static final Map<String, String> OPTIONS =
      Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");

  private static final Map<String, Tokenizer> SHARED = new ConcurrentHashMap<>();

  private final HuggingFaceTokenizer library;
  private final List<String> vocabulary;
  private final PreTokenizer preTokenizer;
  private final String hash;
  private final Map<String, int[]> idsOfWords = new ConcurrentHashMap<>();

  private Tokenizer(byte[] tokenizerJson, String where) {
    TokenizerFile file = TokenizerFile.read(tokenizerJson, where);
    vocabulary = file.vocabulary();
    preTokenizer = file.preTokenizer();
    hash = sha256(tokenizerJson);
    library = open(tokenizerJson, where);
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
   * The one tokenizer of this JVM for these bytes, for tasks of executors, which come and go. Not
   * to be closed; it ends with the JVM.
   */
  public static Tokenizer shared(byte[] tokenizerJson, String whereItCameFrom) {
    return SHARED.computeIfAbsent(
        sha256(tokenizerJson), hash -> new Tokenizer(tokenizerJson, whereItCameFrom));
  }

  /** The ids of a text, without {@code [CLS]} and {@code [SEP]}. */
  public int[] encode(String text) {
    int[] ids = new int[Math.max(16, text.length() / 3)];
    int length = 0;
    for (String word : words(text)) {
      int[] wordIds = encodeWord(word);
      if (length + wordIds.length > ids.length) {
        ids = Arrays.copyOf(ids, Math.max(2 * ids.length, length + wordIds.length));
      }
      System.arraycopy(wordIds, 0, ids, length, wordIds.length);
      length += wordIds.length;
    }
    return Arrays.copyOf(ids, length);
  }

  /**
   * The words that are encoded one by one; a special token spelled out in the text is such a word,
   * as in Hugging Face's tokenizers.
   */
  public List<String> words(String text) {
    if (text.indexOf('[') < 0) {
      return preTokenizer.words(text);
    }
    List<String> words = new ArrayList<>();
    Matcher special = SPECIAL.matcher(text);
    int end = 0;
    while (special.find()) {
      words.addAll(preTokenizer.words(text.substring(end, special.start())));
      words.add(special.group());
      end = special.end();
    }
    words.addAll(preTokenizer.words(text.substring(end)));
    return words;
  }

  /** The ids of one of {@link #words}; at least one. Not to be changed by the caller. */
  int[] encodeWord(String word) {
    int[] known = idsOfWords.get(word);
    if (known != null) {
      return known;
    }
    Encoding encoding = library.encode(word, false, false);
    int[] ids = Arrays.stream(encoding.getIds()).mapToInt(Math::toIntExact).toArray();
    if (word.length() <= KEPT_WORD_LENGTH && idsOfWords.size() < KEPT_WORDS) {
      idsOfWords.put(word, ids);
    }
    return ids;
  }

  /** The spelling of each id. */
  public String[] tokens(int[] ids) {
    return Arrays.stream(ids).mapToObj(vocabulary::get).toArray(String[]::new);
  }

  /** The text of ids, special tokens left out. */
  public String decode(int[] ids) {
    return library.decode(Arrays.stream(ids).asLongStream().toArray(), true);
  }

  public int vocabularySize() {
    return vocabulary.size();
  }

  /** Every token, by id. */
  public List<String> vocabulary() {
    return vocabulary;
  }

  /** The ids that go on with a word: its pieces but the first. None where ids are whole words. */
  public BitSet continuations() {
    BitSet ids = new BitSet();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.set(id, vocabulary.get(id).startsWith(WordPieceTrainer.PREFIX));
    }
    return ids;
  }

  /** How the tokenizer splits text into words. */
  public PreTokenizer preTokenizer() {
    return preTokenizer;
  }

  /** SHA-256 of the tokenizer.json, 64 hex digits. */
  public String hash() {
    return hash;
  }

  /** Frees the library's memory; the tokenizer is of no use afterwards. */
  @Override
  public void close() {
    library.close();
  }

  private static HuggingFaceTokenizer open(byte[] tokenizerJson, String where) {
    NativeLibrary.prepare();
    try {
      return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(tokenizerJson), OPTIONS);
    } catch (IOException e) {
      throw new SunriseException(where + " cannot be opened as a tokenizer: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      throw TokenizerFile.fault(
          where, "is refused by the tokenizers library (" + e.getMessage() + ")");
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
