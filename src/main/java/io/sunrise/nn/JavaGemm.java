package io.sunrise.nn;

import java.util.Arrays;

/**
 * Matrix products in plain Java. Each element of C is summed over k in ascending groups of four,
 * whatever the shape, so its bits do not depend on how rows are grouped into products.
 *
 * <p>The JIT compiler vectorizes a loop only if all arrays in it are indexed alike up to constants,
 * so blocks of B and rows of C are copied to index 0 of scratch arrays.
 */
final class JavaGemm implements Gemm {
  /** Rows of B, in groups of four, by columns of B: a block fits in the L1 cache. */
  private static final int GROUPS = 8;

  private static final int DEPTH = 4 * GROUPS;
  private static final int COLUMNS = 256;

  private static final ThreadLocal<Block> BLOCK = ThreadLocal.withInitial(Block::new);

  /** Copies of a block of B and of a row of C. */
  private static final class Block {
    /** The four rows of each group, at consecutive multiples of COLUMNS. */
    private final float[][] groups = new float[GROUPS][4 * COLUMNS];

    private final float[] sum = new float[COLUMNS];
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public void multiply(
      Op opA,
      Op opB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aAt,
      int aStride,
      float[] b,
      int bAt,
      int bStride,
      float beta,
      float[] c,
      int cAt,
      int cStride) {
    Block block = BLOCK.get();
    int aRow = opA == Op.PLAIN ? aStride : 1;
    int aColumn = opA == Op.PLAIN ? 1 : aStride;
    int bRow = opB == Op.PLAIN ? bStride : 1;
    int bColumn = opB == Op.PLAIN ? 1 : bStride;
    scale(m, n, beta, c, cAt, cStride);
    for (int column = 0; column < n; column += COLUMNS) {
      int columns = Math.min(COLUMNS, n - column);
      for (int p = 0; p < k; p += DEPTH) {
        int depth = Math.min(DEPTH, k - p);
        copy(b, bAt + p * bRow + column * bColumn, bRow, bColumn, depth, columns, block);
        for (int i = 0; i < m; i++) {
          int aFirst = aAt + i * aRow + p * aColumn;
          addRow(alpha, a, aFirst, aColumn, depth, columns, block, c, cAt + i * cStride + column);
        }
      }
    }
  }

  private static void scale(int m, int n, float beta, float[] c, int cAt, int cStride) {
    for (int i = 0; i < m; i++) {
      int row = cAt + i * cStride;
      if (beta == 0f) {
        Arrays.fill(c, row, row + n, 0f);
      } else if (beta != 1f) {
        Softmax.scale(c, row, n, beta);
      }
    }
  }

  /** Fills the block from B; the last group of rows is padded with 0. */
  private static void copy(
      float[] b, int bAt, int bRow, int bColumn, int depth, int columns, Block block) {
    for (int p = 0; p < depth; p++) {
      float[] group = block.groups[p / 4];
      int to = p % 4 * COLUMNS;
      int from = bAt + p * bRow;
      if (bColumn == 1) {
        System.arraycopy(b, from, group, to, columns);
      } else {
        for (int j = 0; j < columns; j++) {
          group[to + j] = b[from + j * bColumn];
        }
      }
    }
    for (int p = depth; p % 4 != 0; p++) {
      int to = p % 4 * COLUMNS;
      Arrays.fill(block.groups[p / 4], to, to + columns, 0f);
    }
  }

  /** A row of C += alpha times a row of op(A) times the block. */
  private static void addRow(
      float alpha,
      float[] a,
      int aAt,
      int aColumn,
      int depth,
      int columns,
      Block block,
      float[] c,
      int cAt) {
    float[] sum = block.sum;
    System.arraycopy(c, cAt, sum, 0, columns);
    for (int p = 0; p < depth; p += 4) {
      int left = depth - p;
      int first = aAt + p * aColumn;
      addFour(
          columns,
          alpha * a[first],
          left < 2 ? 0f : alpha * a[first + aColumn],
          left < 3 ? 0f : alpha * a[first + 2 * aColumn],
          left < 4 ? 0f : alpha * a[first + 3 * aColumn],
          block.groups[p / 4],
          sum);
    }
    System.arraycopy(sum, 0, c, cAt, columns);
  }

  /** sum += s b₀ + t b₁ + u b₂ + v b₃. */
  private static void addFour(int n, float s, float t, float u, float v, float[] b, float[] sum) {
    for (int j = 0; j < n; j++) {
      sum[j] += s * b[j] + t * b[j + COLUMNS] + u * b[j + 2 * COLUMNS] + v * b[j + 3 * COLUMNS];
    }
  }
}
