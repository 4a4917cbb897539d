package io.sunrise.tokenizer;

import java.text.Normalizer;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text as the byte-level tokenizers do that others trained, such as ModernBERT's: around
 * added tokens, and between them, in Unicode's NFC, into GPT-2's words (Radford et al. 2019; the
 * pattern of their encoder). All white space counts.
 */
final class ByteLevelScanner {
  private static final Pattern WORD =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private final AddedTokens ofText;
  private final AddedTokens ofNormalized;

  ByteLevelScanner(List<AddedToken> added) {
    ofText = new AddedTokens(added.stream().filter(token -> !token.normalized()).toList());
    ofNormalized = new AddedTokens(added.stream().filter(AddedToken::normalized).toList());
  }

  /** Receives pieces and tokens in the order of the text. */
  interface Sink extends PieceScanner.Pieces {
    void added(int id);
  }

  void scan(String text, Sink sink) {
    ofText.split(text, sink::added, part -> normalized(part, sink));
    sink.space();
  }

  private void normalized(String part, Sink sink) {
    String normal = Normalizer.normalize(part, Normalizer.Form.NFC);
    ofNormalized.split(normal, sink::added, segment -> words(segment, sink));
  }

  private static void words(String segment, Sink sink) {
    char[] characters = segment.toCharArray();
    Matcher matcher = WORD.matcher(segment);
    while (!sink.full() && matcher.find()) {
      if (AddedTokens.isSpace(characters[matcher.start()])) {
        sink.space();
      }
      int hash = 0;
      for (int i = matcher.start(); i < matcher.end(); i++) {
        hash = 31 * hash + characters[i];
      }
      sink.piece(characters, matcher.start(), matcher.end(), hash);
    }
  }
}
