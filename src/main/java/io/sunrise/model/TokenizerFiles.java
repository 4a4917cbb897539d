package io.sunrise.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sunrise.SunriseException;
import io.sunrise.cleaning.TextCleaner;
import io.sunrise.tokenizer.TextEncoder;
import io.sunrise.tokenizer.TokenizerJson;
import java.io.IOException;
import java.util.List;

/**
 * Reads a folder's tokenizer and how its text is cleaned. A folder without {@code cleaning.json} is
 * another program's: its text is not cleaned, and its tokenizer is {@code tokenizer.json} or, of
 * old folders, {@code vocab.txt}.
 */
record TokenizerFiles(ModelFiles files) {
  private static final String VOCABULARY = "vocab.txt";

  private static final String CONFIG = "tokenizer_config.json";

  /** In it: how many tokens a row has at most. */
  private static final String LONGEST = "model_max_length";

  private static final int FRAME = 2;

  private static final TextCleaner NONE = new TextCleaner(List.of());

  /**
   * @param maxTokens longer rows are truncated, and those longer than the tokenizer's own limit
   */
  TextEncoder encoder(int maxTokens) {
    double limit = config().path(LONGEST).asDouble(Double.MAX_VALUE);
    if (limit <= FRAME) {
      throw SunriseException.of(
          "%s: %s is %s, expected more than [CLS] and [SEP]: it is damaged; write it again",
          files.path(CONFIG), LONGEST, limit);
    }
    return new TextEncoder(cleaner(), json(), where(), (int) Math.min(maxTokens, limit));
  }

  TextCleaner cleaner() {
    return isOurs()
        ? files.read(
            TextCleaner.FILE, (in, length, where) -> TextCleaner.read(in.readAllBytes(), where))
        : NONE;
  }

  /** The bytes of a tokenizer.json in our form, with the ids that the folder's has. */
  byte[] json() {
    if (isOurs()) {
      return files.bytes(TextEncoder.FILE);
    }
    if (files.has(TextEncoder.FILE)) {
      return TokenizerJson.adopt(files.bytes(TextEncoder.FILE), where());
    }
    if (files.has(VOCABULARY)) {
      JsonNode config = config();
      boolean lowers = config.path("do_lower_case").asBoolean(true);
      boolean strips = config.path("strip_accents").asBoolean(lowers);
      return TokenizerJson.ofVocabulary(
          files.text(VOCABULARY), lowers, strips, files.path(VOCABULARY));
    }
    throw SunriseException.of(
        "%s: missing, and so is %s; name a folder with its tokenizer", where(), VOCABULARY);
  }

  private boolean isOurs() {
    return files.has(TextCleaner.FILE);
  }

  private String where() {
    return files.path(TextEncoder.FILE);
  }

  private JsonNode config() {
    ObjectMapper json = new ObjectMapper();
    if (!files.has(CONFIG)) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(files.bytes(CONFIG));
    } catch (IOException e) {
      throw new SunriseException(
          files.path(CONFIG) + ": not JSON: it is damaged; write it again", e);
    }
  }
}
