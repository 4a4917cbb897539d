package io.sunrise.tokenizer;

/** The model of a tokenizer.json: encodes one word. */
interface WordModel {
  /**
   * The ids of a word.
   *
   * @param word of {@link PreTokenizer#words}
   * @return its ids, at least one
   */
  int[] ids(String word);

  /** Whether a token, of those that are not special, continues a word where there is one. */
  boolean continues(String token);

  /** Whether a token ends in punctuation, so that what follows is another word. */
  boolean closes(String token);
}
