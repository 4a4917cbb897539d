package io.sunrise.cooccurrence;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Reduces counts of pairs to vectors: U Sᵖ of a truncated singular value decomposition of their
 * positive pointwise mutual information.
 *
 * <p>The driver decomposes the square of the contexts' own rows; every row, of the rarer tokens
 * too, is then multiplied by V Sᵖ⁻¹ where it lies. So what the driver holds depends on the number
 * of contexts and the vectors, and not on the text.
 */
public final class ReducedVectors {
  private final Cooccurrence counted;
  private final CountedPairs pairs;

  private ReducedVectors(Cooccurrence counted) {
    this.counted = counted;
    this.pairs = counted.pairs();
  }

  /**
   * Reduces.
   *
   * @param counted with its pairs
   * @param width of the vectors; the numbers beyond the rank of the counts are 0
   * @param power p of U Sᵖ
   * @param seed of the random start
   */
  public static TokenVectors of(Cooccurrence counted, int width, double power, long seed) {
    return new ReducedVectors(counted).reduce(width, power, seed);
  }

  private TokenVectors reduce(int width, double power, long seed) {
    if (pairs.contexts() == 0) {
      return new TokenVectors(
          new float[counted.tokenCounts().length * width], width, counted.tokenCounts());
    }
    JavaSparkContext context = JavaSparkContext.fromSparkContext(counted.blocks().context());
    Broadcast<PositivePmi> pmi = context.broadcast(pmi());
    TruncatedSvd svd = decompose(pmi, width, seed);
    Broadcast<float[]> projection = context.broadcast(svd.projection(power));
    float[] values = new float[Math.multiplyExact(counted.tokenCounts().length, width)];
    for (Tuple2<Integer, float[]> block : products(pmi, projection, svd.width()).collect()) {
      place(block._1(), block._2(), svd.width(), values, width);
    }
    pmi.destroy();
    projection.destroy();
    return new TokenVectors(values, width, counted.tokenCounts());
  }

  private PositivePmi pmi() {
    long[] counts = counted.tokenCounts();
    double[] thinning = new double[pairs.contexts()];
    for (int rank = 0; rank < thinning.length; rank++) {
      thinning[rank] = PositivePmi.thinning(counts[counted.ranks().token(rank)], counted.tokens());
    }
    CountedPairs shape = pairs;
    double[] rowSums = new double[pairs.tokens()];
    counted
        .blocks()
        .mapToPair(block -> new Tuple2<>(block._1(), rowSums(block, shape, thinning)))
        .collect()
        .forEach(
            block ->
                System.arraycopy(
                    block._2(),
                    0,
                    rowSums,
                    block._1() * CountedPairs.BLOCK_ROWS,
                    block._2().length));
    return new PositivePmi(thinning, rowSums);
  }

  private static double[] rowSums(
      Tuple2<Integer, byte[]> block, CountedPairs shape, double[] thinning) {
    double[] sums = new double[shape.rows(block._1())];
    CellWriter.read(
        block._2(),
        (cell, count) ->
            sums[cell / shape.contexts()] += thinning[cell % shape.contexts()] * (double) count);
    return sums;
  }

  /** Of the rows of contexts. */
  private TruncatedSvd decompose(Broadcast<PositivePmi> pmi, int width, long seed) {
    CountedPairs shape = pairs;
    int contexts = pairs.contexts();
    JavaPairRDD<Integer, SparseRows> own =
        counted
            .blocks()
            .filter(block -> block._1() * CountedPairs.BLOCK_ROWS < contexts)
            .mapToPair(
                block ->
                    new Tuple2<>(
                        block._1(),
                        new PmiRows(shape, pmi.value()).of(block._1(), block._2(), contexts)));
    Map<Integer, SparseRows> found = own.collectAsMap();
    List<SparseRows> rows = new ArrayList<>();
    for (int block = 0; block * CountedPairs.BLOCK_ROWS < contexts; block++) {
      // A block without a pair is not among those counted.
      int end = Math.min(contexts - block * CountedPairs.BLOCK_ROWS, CountedPairs.BLOCK_ROWS);
      rows.add(found.getOrDefault(block, SparseRows.empty(end)));
    }
    SparseMatrix matrix = new SparseMatrix(rows, contexts);
    try (Threads threads = new Threads(Runtime.getRuntime().availableProcessors())) {
      return TruncatedSvd.of(matrix, width, seed, threads);
    }
  }

  private JavaPairRDD<Integer, float[]> products(
      Broadcast<PositivePmi> pmi, Broadcast<float[]> projection, int width) {
    CountedPairs shape = pairs;
    return counted
        .blocks()
        .mapToPair(
            block -> {
              SparseRows rows =
                  new PmiRows(shape, pmi.value()).of(block._1(), block._2(), shape.tokens());
              float[] products = new float[rows.rows() * width];
              rows.addProduct(projection.value(), width, products, 0);
              return new Tuple2<>(block._1(), products);
            });
  }

  private void place(int block, float[] rows, int width, float[] values, int widthThere) {
    for (int row = 0; row < pairs.rows(block); row++) {
      int token = counted.ranks().token(block * CountedPairs.BLOCK_ROWS + row);
      System.arraycopy(rows, row * width, values, token * widthThere, width);
    }
  }
}
