package io.sunrise.tokenizer;

import io.sunrise.config.PreprocessSettings.TokenizerSettings;
import io.sunrise.config.PreprocessSettings.TokenizerType;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text into words like the normalizer and pre-tokenizer of our tokenizer.json in Hugging
 * Face's tokenizers. All begin like {@code BertNormalizer}: they remove control characters,
 * surround Chinese characters with spaces, and strip accents and lower-case if they are to. An
 * accent is any mark that is not spacing: also an umlaut, a voicing mark of kana, a vowel sign. The
 * last one leaves text as it is.
 */
public enum PreTokenizer {
  /** As in BERT's uncased models: {@code "Élan vital!"} gives {@code elan vital !}. */
  LOWER_CASE(true, true, false),
  /** As in BERT's cased models: {@code "Élan vital!"} gives {@code Élan vital !}. */
  KEEP_CASE(false, false, false),
  /** {@code "Élan vital!"} gives {@code élan vital !}. */
  LOWER_CASE_KEEP_ACCENTS(true, false, false),
  /** {@code "Élan vital!"} gives {@code Elan vital !}. */
  KEEP_CASE_STRIP_ACCENTS(false, true, false),
  /** For byte-level BPE: {@code "Don't!"} gives {@code " don" "'t" "!"}. */
  LOWER_CASE_BYTES(true, true, true),
  /** For byte-level BPE: {@code "Don't!"} gives {@code " Don" "'t" "!"}. */
  KEEP_CASE_BYTES(false, false, true),
  /** The same as {@link #LOWER_CASE_BYTES}, with accents. */
  LOWER_CASE_KEEP_ACCENTS_BYTES(true, false, true),
  /** The same as {@link #KEEP_CASE_BYTES}, without accents. */
  KEEP_CASE_STRIP_ACCENTS_BYTES(false, true, true),
  /**
   * Of byte-level BPE that others trained: white space counts, {@code "Don't go!"} gives {@code
   * "Don" "'t" " " " go" "!"}. {@link ByteLevelScanner} has split the text into these words.
   */
  AS_IT_IS(false, false, true);

  /**
   * GPT-2's words, in text without white space except for one leading space. (Radford et al., 2019;
   * the pattern of their encoder.)
   */
  private static final Pattern BYTE_LEVEL_WORD =
      Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^ \\p{L}\\p{N}]+");

  /** The only character whose lower case is not one character; its dot is an accent. */
  private static final int CAPITAL_I_WITH_DOT = 0x130;

  private static final String SMALL_I_WITH_DOT = "i\u0307";

  private final boolean lowers;
  private final boolean strips;
  private final boolean bytes;

  PreTokenizer(boolean lowers, boolean strips, boolean bytes) {
    this.lowers = lowers;
    this.strips = strips;
    this.bytes = bytes;
  }

  /** The pre-tokenizer for the settings. */
  public static PreTokenizer of(TokenizerSettings settings) {
    boolean strips = settings.stripAccents().orElse(settings.lowerCase());
    return of(settings.lowerCase(), strips, settings.type() == TokenizerType.BPE);
  }

  static PreTokenizer of(boolean lowers, boolean strips, boolean bytes) {
    return Arrays.stream(values())
        .filter(each -> each != AS_IT_IS)
        .filter(each -> each.lowers == lowers && each.strips == strips && each.bytes == bytes)
        .findFirst()
        .orElseThrow();
  }

  boolean lowers() {
    return lowers;
  }

  /** Whether marks that are not spacing are removed, after decomposition. */
  public boolean stripsAccents() {
    return strips;
  }

  /**
   * Whether text is split at white space and into GPT-2's words, with a leading space after white
   * space; else at white space and around every punctuation mark.
   */
  boolean bytes() {
    return bytes;
  }

  /** The normalized words of a text in order, none of them empty. */
  public List<String> words(String text) {
    if (this == AS_IT_IS) {
      return List.of(text);
    }
    return split(isAscii(text) ? text : normalize(text));
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
  }

  /** Normalizes non-ASCII text; {@link #split} does what ASCII needs. */
  private String normalize(String text) {
    StringBuilder normal = new StringBuilder(text.length() + 16);
    StringBuilder run = new StringBuilder();
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      // Accents are dropped anyway; before the decomposition, a run of thousands costs nothing.
      if (BertCharacters.isDropped(c) || (strips && BertCharacters.isAccent(c))) {
        continue;
      }
      if (BertCharacters.isChinese(c)) {
        run.append(' ').appendCodePoint(c).append(' ');
      } else if (BertCharacters.isLater(c)) {
        appendRun(run, normal);
        appendLowered(c, normal);
      } else {
        run.appendCodePoint(c);
      }
    }
    appendRun(run, normal);
    return normal.toString();
  }

  private void appendRun(StringBuilder run, StringBuilder normal) {
    if (strips) {
      Normalizer.normalize(run, Normalizer.Form.NFD)
          .codePoints()
          .filter(c -> !BertCharacters.isAccent(c))
          .forEach(c -> appendLowered(c, normal));
    } else {
      run.codePoints().forEach(c -> appendLowered(c, normal));
    }
    run.setLength(0);
  }

  private void appendLowered(int c, StringBuilder normal) {
    if (lowers && c == CAPITAL_I_WITH_DOT) {
      normal.append(SMALL_I_WITH_DOT);
    } else {
      normal.appendCodePoint(lowers ? Character.toLowerCase(c) : c);
    }
  }

  private List<String> split(String text) {
    List<String> words = new ArrayList<>(text.length() / 5 + 1);
    StringBuilder word = new StringBuilder();
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (BertCharacters.isWhitespace(c)) {
        flush(word, words);
      } else if (!bytes && BertCharacters.isPunctuation(c)) {
        flush(word, words);
        words.add(Character.toString(c));
      } else if (!BertCharacters.isDropped(c)) {
        word.appendCodePoint(lowers && c < 128 ? Character.toLowerCase(c) : c);
      }
    }
    flush(word, words);
    return words;
  }

  private void flush(StringBuilder word, List<String> words) {
    if (word.isEmpty()) {
      return;
    }
    if (bytes) {
      Matcher matcher = BYTE_LEVEL_WORD.matcher(word.insert(0, ' '));
      while (matcher.find()) {
        words.add(matcher.group());
      }
    } else {
      words.add(word.toString());
    }
    word.setLength(0);
  }
}
