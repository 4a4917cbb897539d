package io.sunrise.data;

import java.util.BitSet;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Numbers that Spark's hash partitioning sends to one partition each. {@code repartition(n,
 * column)} puts a row into partition {@code murmur3(column) mod n}; a column of 0, 1, 2 ... would
 * leave a third of the partitions empty and give others several numbers.
 */
final class PartitionNumbers {
  /** That of {@code org.apache.spark.sql.catalyst.plans.physical.HashPartitioning}. */
  private static final int SEED = 42;

  private PartitionNumbers() {}

  /** For each partition the smallest number from 0 on that belongs there. */
  static int[] of(int partitions) {
    int[] numbers = new int[partitions];
    BitSet found = new BitSet(partitions);
    for (int number = 0; found.cardinality() < partitions; number++) {
      int partition = Math.floorMod(Murmur3_x86_32.hashInt(number, SEED), partitions);
      if (!found.get(partition)) {
        found.set(partition);
        numbers[partition] = number;
      }
    }
    return numbers;
  }
}
