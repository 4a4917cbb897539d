package io.sunrise.cleaning;

import java.util.Arrays;

/**
 * A stack of the indices in a text where markup of one kind was opened. Truncating the text
 * restores the stack of when the text had that length, so that the stack is a function of the text
 * alone.
 */
final class OpenMarks {
  /**
   * One entry for each push and pop: the length of the text then, the top index, the entry below.
   */
  private int[] lengths = new int[8];

  private int[] places = new int[8];
  private int[] below = new int[8];
  private int size;

  /** The last index opened and not closed, -1 if there is none. */
  int top() {
    return size == 0 ? -1 : places[size - 1];
  }

  /** Opens a mark at an index; the text is {@code length} long with it. */
  void push(int place, int length) {
    add(place, size - 1, length);
  }

  /** Closes the top mark; the text is {@code length} long with the closing mark. */
  void pop(int length) {
    int entry = below[size - 1];
    add(entry < 0 ? -1 : places[entry], entry < 0 ? -1 : below[entry], length);
  }

  void truncate(int length) {
    while (size > 0 && lengths[size - 1] > length) {
      size--;
    }
  }

  private void add(int place, int entryBelow, int length) {
    if (size == lengths.length) {
      lengths = Arrays.copyOf(lengths, 2 * size);
      places = Arrays.copyOf(places, 2 * size);
      below = Arrays.copyOf(below, 2 * size);
    }
    lengths[size] = length;
    places[size] = place;
    below[size++] = entryBelow;
  }
}
