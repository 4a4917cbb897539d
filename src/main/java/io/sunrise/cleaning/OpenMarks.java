package io.sunrise.cleaning;

import java.util.Arrays;

/**
 * A stack of the places in a text where markup of one kind was opened. Cutting the text back brings
 * back the stack as it was when the text had that length, so that the stack is a function of the
 * text, however the text came about.
 */
final class OpenMarks {
  /** One entry for each push and pop: the text's length then, the top place, the entry below it. */
  private int[] lengths = new int[8];

  private int[] places = new int[8];
  private int[] below = new int[8];
  private int size;

  /** The last place opened and not closed, -1 where there is none. */
  int top() {
    return size == 0 ? -1 : places[size - 1];
  }

  /** Opens a mark at a place; the text is {@code length} long with it. */
  void push(int place, int length) {
    add(place, size - 1, length);
  }

  /** Closes the top mark; the text is {@code length} long with what closed it. */
  void pop(int length) {
    int entry = below[size - 1];
    add(entry < 0 ? -1 : places[entry], entry < 0 ? -1 : below[entry], length);
  }

  void cutTo(int length) {
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
