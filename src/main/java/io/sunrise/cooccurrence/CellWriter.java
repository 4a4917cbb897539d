package io.sunrise.cooccurrence;

import java.util.Arrays;

/**
 * The cells of a block that are not 0, in order: each as the distance from the one before and its
 * count, both as numbers of seven bits a byte, so that a typical cell takes two to three bytes.
 */
final class CellWriter {
  private static final int LONGEST = 20;

  private byte[] bytes = new byte[1 << 12];
  private int length;
  private int next;

  /** Adds a cell after those before. */
  void add(int cell, long count) {
    if (length + LONGEST > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
    }
    put(cell - next);
    put(count);
    next = cell + 1;
  }

  private void put(long number) {
    long rest = number;
    while (rest > 0x7F) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** Receives cells. */
  @FunctionalInterface
  interface Reader {
    void cell(int cell, long count);
  }

  /** Reads what {@link #toBytes} gave. */
  static void read(byte[] bytes, Reader reader) {
    int at = 0;
    int cell = -1;
    while (at < bytes.length) {
      long gap = 0;
      long count = 0;
      int shift = 0;
      for (; bytes[at] < 0; shift += 7) {
        gap |= (bytes[at++] & 0x7FL) << shift;
      }
      gap |= (long) bytes[at++] << shift;
      shift = 0;
      for (; bytes[at] < 0; shift += 7) {
        count |= (bytes[at++] & 0x7FL) << shift;
      }
      count |= (long) bytes[at++] << shift;
      cell += (int) gap + 1;
      reader.cell(cell, count);
    }
  }
}
