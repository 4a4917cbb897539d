package io.sunrise.tokenizer;

import java.util.Map;

/** Whole words, one id each. */
record WordLevel(Map<String, Integer> ids) implements WordModel {
  @Override
  public int[] ids(String word) {
    return new int[] {ids.getOrDefault(word, SpecialTokens.UNK)};
  }
}
