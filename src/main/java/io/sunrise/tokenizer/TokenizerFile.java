package io.sunrise.tokenizer;

import io.sunrise.config.PreprocessSettings.TokenizerType;
import io.sunrise.tokenizer.TokenizerTrainer.LearnedPairs;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The contents of a tokenizer.json.
 *
 * @param vocabulary tokens by id, the special tokens first
 * @param merges of byte-level BPE, else empty
 * @param added tokens that are found in the text as they are spelled, the special ones among them
 */
record TokenizerFile(
    TokenizerType type,
    PreTokenizer preTokenizer,
    List<String> vocabulary,
    List<String> merges,
    List<AddedToken> added) {

  WordModel model() {
    Map<String, Integer> ids = new HashMap<>();
    for (int id = 0; id < vocabulary.size(); id++) {
      ids.put(vocabulary.get(id), id);
    }
    return switch (type) {
      case WORDS -> new WordLevel(ids);
      case SUBWORDS -> new WordPiece(ids);
      case BPE -> new BytePairs(ids, merges);
    };
  }

  byte[] json() {
    return switch (type) {
      case WORDS -> TokenizerJson.words(vocabulary, preTokenizer);
      case SUBWORDS -> TokenizerJson.subwords(vocabulary, preTokenizer);
      case BPE ->
          TokenizerJson.bytePairs(new LearnedPairs(vocabulary, merges), preTokenizer, added);
    };
  }
}
