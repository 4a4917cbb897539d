package io.sunrise.train;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A stretch of an array on its way between processes. Java serialization takes an array of floats
 * number by number; this writes straight from the array, a block at a time, so that no second large
 * array is made.
 */
public final class Stretch implements Externalizable {
  private static final int BLOCK = 1 << 12;

  private float[] numbers = {};
  private int from;
  private int to;

  /** Begins one that is read. */
  public Stretch() {}

  Stretch(float[] numbers, int from, int to) {
    this.numbers = numbers;
    this.from = from;
    this.to = to;
  }

  /** The same in an array of its own. */
  Stretch detached() {
    return new Stretch(Arrays.copyOfRange(numbers, from, to), 0, to - from);
  }

  /** What arrived: an array of its own, as long as the stretch. */
  float[] received() {
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
