package io.sunrise.finetune.teacher;

import io.sunrise.CounterRandom;
import io.sunrise.cooccurrence.TokenVectors;
import io.sunrise.data.TokenRow;
import io.sunrise.tokenizer.SpecialTokens;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of three topics, of which each has tokens and vectors of its own. */
final class Topics {
  static final int CLASSES = 3;

  /** Tokens of one topic, the last of which no row has. */
  private static final int OWN = 20;

  private static final int FIRST = SpecialTokens.count();
  private static final int VOCABULARY = FIRST + (CLASSES + 1) * OWN;
  private static final int WIDTH = 8;
  private static final long KEY = CounterRandom.key(8, "topics");

  private Topics() {}

  /** Six of ten rows are of topic 0, three of topic 1 and one of topic 2. */
  static int topic(long index) {
    int digit = (int) (index % 10);
    return digit < 6 ? 0 : digit < 9 ? 1 : 2;
  }

  /** Six tokens of the topic and six of none. */
  static TokenRow row(long index, int topic) {
    int[] content =
        IntStream.range(0, 12)
            .map(
                i -> {
                  int token = CounterRandom.below(KEY, 100 * index + i, OWN - 1);
                  return FIRST + (i % 2 == 0 ? topic : CLASSES) * OWN + token;
                })
            .toArray();
    return new TokenRow(index, topic, SpecialTokens.FIRST.frame(content));
  }

  static int unseen(int topic) {
    return FIRST + (topic + 1) * OWN - 1;
  }

  static Teacher teacher(int rows) {
    List<TokenRow> labelled =
        IntStream.range(0, rows)
            .mapToObj(i -> row(i, rows > CLASSES ? topic(i) : i % CLASSES))
            .toList();
    float[] vectors = new float[VOCABULARY * WIDTH];
    for (int token = FIRST; token < VOCABULARY; token++) {
      for (int j = 0; j < WIDTH; j++) {
        float noise = (float) CounterRandom.uniform(KEY, -1L - (long) token * WIDTH - j) - 0.5f;
        vectors[token * WIDTH + j] = noise + ((token - FIRST) / OWN == j ? 2 : 0);
      }
    }
    TokenVectors known = new TokenVectors(vectors, WIDTH, new long[VOCABULARY]);
    return new TeacherTraining(CLASSES, List.of(known)).learn(labelled);
  }
}
