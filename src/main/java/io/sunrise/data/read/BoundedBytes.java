package io.sunrise.data.read;

import java.util.Arrays;

/** The first bytes of a record, up to a limit, and its total length. */
final class BoundedBytes {
  private static final int FIRST_CAPACITY = 1 << 12;

  private final long limit;
  private byte[] bytes = new byte[FIRST_CAPACITY];
  private int stored;
  private long length;

  BoundedBytes(long limit) {
    this.limit = limit;
  }

  void clear() {
    stored = 0;
    length = 0;
  }

  void add(int value) {
    if (length++ < limit) {
      if (stored == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(2L * stored, Math.max(limit, stored + 1L)));
      }
      bytes[stored++] = (byte) value;
    }
  }

  void addAll(BoundedBytes other) {
    for (int i = 0; i < other.stored; i++) {
      add(other.bytes[i]);
    }
    length += other.length - other.stored;
  }

  /** The last byte, or -1 if there is none. */
  int last() {
    return stored == 0 ? -1 : bytes[stored - 1] & 0xFF;
  }

  void removeLast() {
    if (length-- == stored) {
      stored--;
    }
  }

  boolean isOverLimit() {
    return length > limit;
  }

  long length() {
    return length;
  }

  int stored() {
    return stored;
  }

  byte at(int place) {
    return bytes[place];
  }

  boolean isBlankFrom(int place) {
    for (int i = place; i < stored; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return length == stored;
  }

  boolean startsWith(String ascii) {
    if (stored < ascii.length()) {
      return false;
    }
    for (int i = 0; i < ascii.length(); i++) {
      if (bytes[i] != ascii.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  int indexOf(char ascii) {
    for (int i = 0; i < stored; i++) {
      if (bytes[i] == ascii) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The stored bytes from an offset on, followed by one byte that was not stored, unless it is -1.
   */
  byte[] tail(int from, int unstored) {
    boolean more = unstored >= 0;
    byte[] tail = Arrays.copyOfRange(bytes, from, more ? stored + 1 : stored);
    if (more) {
      tail[tail.length - 1] = (byte) unstored;
    }
    return tail;
  }

  void truncate(int newLength) {
    stored = newLength;
    length = newLength;
  }

  byte[] array() {
    return bytes;
  }
}
