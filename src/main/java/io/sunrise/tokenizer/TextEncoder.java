package io.sunrise.tokenizer;

import io.sunrise.cleaning.TextCleaner;
import java.io.Serializable;

/** Encodes a text as the input row of a model, on the driver and in Spark tasks. */
public final class TextEncoder implements Serializable {
  /** The name of the tokenizer's file. */
  public static final String FILE = "tokenizer.json";

  private final TextCleaner cleaner;
  private final byte[] tokenizerJson;
  private final String file;
  private final int maxTokens;

  /** Looked up once in each process by the bytes of the file. */
  private transient Tokenizer tokenizer;

  /**
   * @param cleaner of the text that the tokenizer was trained on
   * @param tokenizerJson the bytes of tokenizer.json
   * @param file names it in messages
   * @param maxTokens longer rows are truncated; includes [CLS] and [SEP]
   * @throws io.sunrise.SunriseException if the bytes are not a tokenizer of this program
   */
  public TextEncoder(TextCleaner cleaner, byte[] tokenizerJson, String file, int maxTokens) {
    this.cleaner = cleaner;
    this.tokenizerJson = tokenizerJson.clone();
    this.file = file;
    this.maxTokens = maxTokens;
    this.tokenizer = Tokenizer.shared(tokenizerJson, file);
  }

  /** The same with another limit. */
  public TextEncoder withMaxTokens(int other) {
    return new TextEncoder(cleaner, tokenizerJson, file, other);
  }

  /** The ids of a text, cleaned like the training data; includes [CLS] and [SEP]. */
  public int[] encode(String text) {
    Tokenizer known = tokenizer();
    int most = maxTokens - known.special().frame(new int[0]).length;
    return known.special().frame(known.encode(cleaner.clean(text), most));
  }

  /** Longer rows are truncated to these, which include [CLS] and [SEP]. */
  public int maxTokens() {
    return maxTokens;
  }

  public TextCleaner cleaner() {
    return cleaner;
  }

  /** One for the whole JVM. */
  public Tokenizer tokenizer() {
    // Two threads may both look it up, and get the same instance.
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
