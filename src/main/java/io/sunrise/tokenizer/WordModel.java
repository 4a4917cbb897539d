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
}
