package io.sunrise.tokenizer;

import io.sunrise.cleaning.TextCleaner;
import java.io.Serializable;

/** Makes of a text the one row that a model takes, inside of tasks and outside. */
public final class TextEncoder implements Serializable {
  /** What the tokenizer's file is called in every folder that holds one. */
  public static final String FILE = "tokenizer.json";

  private final TextCleaner cleaner;
  private final byte[] tokenizerJson;
  private final String file;
  private final int maxTokens;

  /** Found again in each process by the file's bytes, once. */
  private transient Tokenizer tokenizer;

  /**
   * @param cleaner of the text that the tokenizer learned from
   * @param tokenizerJson the bytes of tokenizer.json
   * @param file names it in messages
   * @param maxTokens what is longer, [CLS] and [SEP] included, is cut off
   * @throws io.sunrise.SunriseException if the bytes are no tokenizer of ours
   */
  public TextEncoder(TextCleaner cleaner, byte[] tokenizerJson, String file, int maxTokens) {
    this.cleaner = cleaner;
    this.tokenizerJson = tokenizerJson.clone();
    this.file = file;
    this.maxTokens = maxTokens;
    this.tokenizer = Tokenizer.shared(tokenizerJson, file);
  }

  /**
   * The ids of a text, cleaned as the text that the model learned from; [CLS] and [SEP] included.
   */
  public int[] encode(String text) {
    int most = maxTokens - SpecialTokens.frame(new int[0]).length;
    return SpecialTokens.frame(tokenizer().encode(cleaner.clean(text), most));
  }

  public TextCleaner cleaner() {
    return cleaner;
  }

  /** One for all of this JVM. */
  public Tokenizer tokenizer() {
    // Two threads may both look it up, and find the same.
    Tokenizer known = tokenizer;
    if (known == null) {
      known = Tokenizer.shared(tokenizerJson, file);
      tokenizer = known;
    }
    return known;
  }

  public byte[] tokenizerJson() {
    return tokenizerJson.clone();
  }

  /** Where the tokenizer came from, for messages. */
  public String file() {
    return file;
  }
}
