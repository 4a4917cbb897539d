package io.sunrise.tokenizer;

import java.util.Map;

/** Whole words, one id each. */
record WordLevel(Map<String, Integer> ids) implements WordModel {
  @Override
  public int[] ids(String word) {
    return new int[] {ids.getOrDefault(word, ids.get(SpecialTokens.UNKNOWN))};
  }

  @Override
  public boolean continues(String token) {
    return false;
  }

  @Override
  public boolean closes(String token) {
    return false;
  }
}
