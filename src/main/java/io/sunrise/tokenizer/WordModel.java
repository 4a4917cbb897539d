package io.sunrise.tokenizer;

/** What the model of a tokenizer.json makes of a word. */
interface WordModel {
  /**
   * The ids of a word.
   *
   * @param word of {@link PreTokenizer#words}
   * @return its ids, at least one
   */
  int[] ids(String word);
}
