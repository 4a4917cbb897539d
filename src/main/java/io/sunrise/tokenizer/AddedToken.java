package io.sunrise.tokenizer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A token that is found in the text as it is spelled, before the rest is split into words: an entry
 * of {@code added_tokens} in tokenizer.json.
 *
 * @param normalized whether it is found in the normalized text, else in the text as it came
 * @param lstrip whether white space before it belongs to it
 * @param rstrip whether white space after it belongs to it
 * @param special whether decoding leaves it out
 */
record AddedToken(
    int id, String content, boolean normalized, boolean lstrip, boolean rstrip, boolean special) {

  /** The special tokens of a vocabulary, by id. */
  static List<AddedToken> special(List<String> vocabulary) {
    return IntStream.of(SpecialTokens.of(vocabulary).ids())
        .sorted()
        .mapToObj(id -> new AddedToken(id, vocabulary.get(id), false, false, false, true))
        .toList();
  }
}
