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
 * Splits text into words as the normalizer and the pre-tokenizer of our tokenizer.json do in
 * Hugging Face's tokenizers. All begin as {@code BertNormalizer}: control characters out, spaces
 * around Chinese characters, accents off and letters lowered where the setting says so.
 */
public enum PreTokenizer {
  /** As BERT's uncased models: {@code "Élan vital!"} gives {@code elan vital !}. */
  LOWER_CASE(true, false),
  /** As BERT's cased models: {@code "Élan vital!"} gives {@code Élan vital !}. */
  KEEP_CASE(false, false),
  /** For byte-level BPE: {@code "Don't!"} gives {@code " don" "'t" "!"}. */
  LOWER_CASE_BYTES(true, true),
  /** For byte-level BPE: {@code "Don't!"} gives {@code " Don" "'t" "!"}. */
  KEEP_CASE_BYTES(false, true);

  /**
   * GPT-2's words, of text that holds no white space but the one space that begins it. (Radford et
   * al., 2019; the pattern is that of their encoder.)
   */
  private static final Pattern BYTE_LEVEL_WORD =
      Pattern.compile("'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^ \\p{L}\\p{N}]+");

  private final boolean lowers;
  private final boolean bytes;

  PreTokenizer(boolean lowers, boolean bytes) {
    this.lowers = lowers;
    this.bytes = bytes;
  }

  /** The pre-tokenizer that the settings ask for. */
  public static PreTokenizer of(TokenizerSettings settings) {
    return of(settings.lowerCase(), settings.type() == TokenizerType.BPE);
  }

  static PreTokenizer of(boolean lowers, boolean bytes) {
    return Arrays.stream(values())
        .filter(each -> each.lowers == lowers && each.bytes == bytes)
        .findFirst()
        .orElseThrow();
  }

  boolean lowers() {
    return lowers;
  }

  /**
   * Whether words are cut at white space and as GPT-2 does, every one between white space beginning
   * with a space; else at white space and around every punctuation mark.
   */
  boolean bytes() {
    return bytes;
  }

  /** The words of a text, normalized, in order; none of them empty. */
  public List<String> words(String text) {
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

  /** What ASCII needs of the normalizer happens in {@link #split}. */
  private String normalize(String text) {
    StringBuilder normal = new StringBuilder(text.length() + 16);
    StringBuilder run = new StringBuilder();
    for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      // Accents fall either way; before the decomposition, a run of thousands costs nothing.
      if (BertCharacters.isDropped(c) || (lowers && BertCharacters.isAccent(c))) {
        continue;
      }
      if (BertCharacters.isChinese(c)) {
        run.append(' ').appendCodePoint(c).append(' ');
      } else if (BertCharacters.isLater(c)) {
        appendRun(run, normal);
        normal.appendCodePoint(lowers ? Character.toLowerCase(c) : c);
      } else {
        run.appendCodePoint(c);
      }
    }
    appendRun(run, normal);
    return normal.toString();
  }

  private void appendRun(StringBuilder run, StringBuilder normal) {
    if (!lowers) {
      normal.append(run);
    } else {
      Normalizer.normalize(run, Normalizer.Form.NFD)
          .codePoints()
          .filter(c -> !BertCharacters.isAccent(c))
          .forEach(c -> normal.appendCodePoint(Character.toLowerCase(c)));
    }
    run.setLength(0);
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
