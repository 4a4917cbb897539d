package io.sunrise.train;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Numbers as bytes, copied in bulk: Java serialization takes an array of floats through a small
 * buffer, number by number.
 */
final class FloatBytes {
  private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

  private FloatBytes() {}

  static byte[] of(float[] numbers) {
    byte[] bytes = new byte[Math.multiplyExact(numbers.length, Float.BYTES)];
    ByteBuffer.wrap(bytes).order(ORDER).asFloatBuffer().put(numbers);
    return bytes;
  }

  static float[] numbers(byte[] bytes) {
    float[] numbers = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ORDER).asFloatBuffer().get(numbers);
    return numbers;
  }
}
