package io.sunrise.data;

import java.util.BitSet;
import org.apache.spark.unsafe.hash.Murmur3_x86_32;

/**
 * Numbers that Spark's hash partitioning assigns to distinct partitions. {@code repartition(n,
 * column)} assigns a row to partition {@code murmur3(column) mod n}; a column of 0, 1, 2 ... would
 * leave a third of the partitions empty and assign several numbers to others.
 */
final class PartitionNumbers {
  /** The hash seed of {@code org.apache.spark.sql.catalyst.plans.physical.HashPartitioning}. */
  private static final int SEED = 42;

  private PartitionNumbers() {}

  /** The smallest non-negative number that is assigned to each partition. */
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
