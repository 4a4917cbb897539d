package io.sunrise.train.gradient;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A slice of an array on its way between processes. Java serialization takes an array of floats
 * number by number; this writes straight from the array, a block at a time, so that no second large
 * array is made.
 */
public final class FloatSlice implements Externalizable {
  private static final int BLOCK = 1 << 12;

  private float[] numbers = {};
  private int from;
  private int to;

  /** Begins one that is read. */
  public FloatSlice() {}

  /** All numbers of an array. */
  public static FloatSlice all(float[] numbers) {
    return new FloatSlice(numbers, 0, numbers.length);
  }

  FloatSlice(float[] numbers, int from, int to) {
    this.numbers = numbers;
    this.from = from;
    this.to = to;
  }

  /** The same in an array of its own. */
  FloatSlice detached() {
    return new FloatSlice(Arrays.copyOfRange(numbers, from, to), 0, to - from);
  }

  /** The whole array: the slice itself where it arrived or is of all numbers. */
  public float[] array() {
    return numbers;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(to - from);
    byte[] block = new byte[BLOCK * Float.BYTES];
    FloatBuffer view = floats(block);
    for (int at = from; at < to; at += BLOCK) {
      int count = Math.min(BLOCK, to - at);
      view.put(0, numbers, at, count);
      out.write(block, 0, count * Float.BYTES);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    to = in.readInt();
    numbers = new float[to];
    byte[] block = new byte[BLOCK * Float.BYTES];
    FloatBuffer view = floats(block);
    for (int at = 0; at < to; at += BLOCK) {
      int count = Math.min(BLOCK, to - at);
      in.readFully(block, 0, count * Float.BYTES);
      view.get(0, numbers, at, count);
    }
  }

  private static FloatBuffer floats(byte[] block) {
    return ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
