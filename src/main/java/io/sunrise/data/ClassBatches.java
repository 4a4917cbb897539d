package io.sunrise.data;

/**
 * Batches for classification: each row's target is its class, at its first token, or the
 * probabilities of all classes where the rows have them; weighted where they have weights.
 */
public final class ClassBatches implements BatchMaker {
  @Override
  public PackedBatch batch(TokenRows rows, int from, int to, int epoch) {
    int count = to - from;
    int[] targets = new int[count];
    int[] positions = new int[count];
    for (int row = 0; row < count; row++) {
      targets[row] = rows.label(from + row);
      positions[row] = rows.tokens(from, from + row);
    }
    return Packing.pack(rows, from, to, rows.copyTokens(from, to), positions, targets)
        .weighted(rows.copyWeights(from, to), rows.copyProbabilities(from, to));
  }
}
