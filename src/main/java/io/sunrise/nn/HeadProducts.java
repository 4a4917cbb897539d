package io.sunrise.nn;

import io.sunrise.nn.Gemm.Op;

/**
 * The matrix products of one attention head within one row, of m queries and n keys. Q is a block
 * (m, width) of a matrix (rows, hidden) that begins at {@code q}, and so are its gradient and the
 * context, which begins at the same place. K is a block (n, width) of a matrix (tokens, 2 hidden)
 * that begins at {@code k}; V begins {@code hidden} numbers after K. Scores are contiguous (m, n),
 * starting at {@code at}.
 */
final class HeadProducts {
  private final Gemm gemm;
  private final int hidden;
  private final int width;
  private int query;
  private int token;
  private int cells;
  private int m;
  private int n;
  private int q;
  private int k;
  private int at;

  HeadProducts(Gemm gemm, int hidden, int width) {
    this.gemm = gemm;
    this.hidden = hidden;
    this.width = width;
  }

  /**
   * Selects a row and its first head: the range of its queries, of its tokens, and the offset of
   * its scores.
   */
  void row(int fromQuery, int toQuery, int fromToken, int toToken, int fromCell) {
    query = fromQuery;
    token = fromToken;
    cells = fromCell;
    m = toQuery - fromQuery;
    n = toToken - fromToken;
    head(0);
  }

  /** Selects another head of the row. */
  void head(int head) {
    q = query * hidden + head * width;
    k = token * 2 * hidden + head * width;
    at = cells + head * m * n;
  }

  /** S = scale Q Kᵀ. */
  void scores(float scale, float[] queries, float[] keysValues, float[] scores) {
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        m,
        n,
        width,
        scale,
        queries,
        q,
        hidden,
        keysValues,
        k,
        2 * hidden,
        0f,
        scores,
        at,
        n);
  }

  /** C = P V. */
  void context(float[] probabilities, float[] keysValues, float[] context) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        m,
        width,
        n,
        1f,
        probabilities,
        at,
        n,
        keysValues,
        k + hidden,
        2 * hidden,
        0f,
        context,
        q,
        hidden);
  }

  /** dV = Pᵀ dC. */
  void valueGradient(float[] probabilities, float[] dContext, float[] dKeysValues) {
    gemm.multiply(
        Op.TRANSPOSED,
        Op.PLAIN,
        n,
        width,
        m,
        1f,
        probabilities,
        at,
        n,
        dContext,
        q,
        hidden,
        0f,
        dKeysValues,
        k + hidden,
        2 * hidden);
  }

  /** dP = dC Vᵀ. */
  void probabilityGradient(float[] dContext, float[] keysValues, float[] dProbabilities) {
    gemm.multiply(
        Op.PLAIN,
        Op.TRANSPOSED,
        m,
        n,
        width,
        1f,
        dContext,
        q,
        hidden,
        keysValues,
        k + hidden,
        2 * hidden,
        0f,
        dProbabilities,
        at,
        n);
  }

  /** dQ = scale dS K. */
  void queryGradient(float scale, float[] dScores, float[] keysValues, float[] dQueries) {
    gemm.multiply(
        Op.PLAIN,
        Op.PLAIN,
        m,
        width,
        n,
        scale,
        dScores,
        at,
        n,
        keysValues,
        k,
        2 * hidden,
        0f,
        dQueries,
        q,
        hidden);
  }

  /** dK = scale dSᵀ Q. */
  void keyGradient(float scale, float[] dScores, float[] queries, float[] dKeysValues) {
    gemm.multiply(
        Op.TRANSPOSED,
        Op.PLAIN,
        n,
        width,
        m,
        scale,
        dScores,
        at,
        n,
        queries,
        q,
        hidden,
        0f,
        dKeysValues,
        k,
        2 * hidden);
  }
}
