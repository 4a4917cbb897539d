package io.sunrise.pretrain;

import io.sunrise.cooccurrence.NearestTokens;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.stage.JsonFiles;
import io.sunrise.stage.StageRun;
import io.sunrise.tokenizer.Continuations;
import io.sunrise.tokenizer.SpecialTokens;
import io.sunrise.tokenizer.Tokenizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few words with the words that are nearest to them by their co-occurrence vectors. */
final class NeighbourExamples {
  static final String FILE = "neighbours.json";

  private static final int WORDS = 8;
  private static final int NEIGHBOURS = 5;
  private static final int LETTERS = 4;

  /** The most frequent tokens, of which about every other is a function word. */
  private static final int FUNCTION_WORDS = 150;

  /** Rarer words have vectors of few occurrences. */
  private static final double LAST_RANK = 0.5;

  /** What byte-level tokens write for the blank before a word. */
  private static final char BLANK = 'Ġ';

  private final TokenVectors vectors;
  private final List<String> vocabulary;
  private final Continuations continuations;
  private final SpecialTokens special;

  NeighbourExamples(TokenVectors vectors, Tokenizer tokenizer) {
    this.vectors = vectors;
    this.vocabulary = tokenizer.vocabulary();
    this.continuations = tokenizer.continuations();
    this.special = tokenizer.special();
  }

  void write(StageRun run) throws IOException {
    JsonFiles.write(run.fileSystem(), run.output(FILE), Map.of("words", words()));
  }

  private List<Map<String, Object>> words() {
    NearestTokens nearest = new NearestTokens(vectors);
    List<Map<String, Object>> words = new ArrayList<>();
    for (int token : chosen()) {
      List<List<Object>> near = new ArrayList<>();
      nearest
          .of(token, this::isWord, NEIGHBOURS)
          .forEach(other -> near.add(List.of(word(other.token()), other.cosine())));
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("word", word(token));
      entry.put("neighbours", near);
      words.add(entry);
    }
    return words;
  }

  /**
   * Words at ranks in geometric progression, from the first after the function words to the median.
   */
  List<Integer> chosen() {
    List<Integer> ranked =
        special
            .ordinaryOf(vectors.vocabularySize())
            .filter(vectors::has)
            .boxed()
            .sorted(Comparator.comparingLong(token -> -vectors.counts()[token]))
            .toList();
    double first = Math.min(FUNCTION_WORDS, ranked.size() / 20) + 1.0;
    double growth = Math.max(1, LAST_RANK * ranked.size() / first);
    List<Integer> chosen = new ArrayList<>();
    int rank = 0;
    for (int i = 0; i < WORDS; i++) {
      rank = Math.max(rank, (int) (first * StrictMath.pow(growth, (double) i / (WORDS - 1))) - 1);
      while (rank < ranked.size() && !isExample(ranked.get(rank))) {
        rank++;
      }
      if (rank < ranked.size()) {
        chosen.add(ranked.get(rank++));
      }
    }
    return chosen;
  }

  private boolean isExample(int token) {
    return isWord(token) && word(token).length() >= LETTERS;
  }

  /** Whether a token is, or begins, a word of letters. */
  private boolean isWord(int token) {
    return !special.contains(token)
        && !continuations.continuing().get(token)
        && word(token).length() > 1
        && word(token).codePoints().allMatch(Character::isLetter);
  }

  private String word(int token) {
    String spelling = vocabulary.get(token);
    return spelling.indexOf(BLANK) == 0 ? spelling.substring(1) : spelling;
  }
}
