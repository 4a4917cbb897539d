package io.sunrise.nn;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;

/** How a safetensors file stores floating-point numbers, little-endian. */
enum NumberType {
  F32(Float.BYTES) {
    @Override
    float next(ByteBuffer bytes) {
      return bytes.getFloat();
    }
  },
  /** IEEE 754's binary16. */
  F16(Short.BYTES) {
    @Override
    float next(ByteBuffer bytes) {
      return half(bytes.getShort());
    }
  },
  /** The upper half of a float. */
  BF16(Short.BYTES) {
    @Override
    float next(ByteBuffer bytes) {
      return Float.intBitsToFloat(bytes.getShort() << 16);
    }
  };

  private static final int FRACTION_BITS = 10;
  private static final int FRACTION = (1 << FRACTION_BITS) - 1;
  private static final int EXPONENT = 0x1F;

  /** The smallest positive number of binary16. */
  private static final float SMALLEST = 0x1p-24f;

  private final int bytes;

  NumberType(int bytes) {
    this.bytes = bytes;
  }

  /** The size of a number. */
  int bytes() {
    return bytes;
  }

  /** Reads a number at the buffer's position. */
  abstract float next(ByteBuffer bytes);

  static Optional<NumberType> named(String name) {
    return Stream.of(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  private static float half(short bits) {
    int exponent = bits >> FRACTION_BITS & EXPONENT;
    int fraction = bits & FRACTION;
    float magnitude;
    if (exponent == 0) {
      magnitude = fraction * SMALLEST;
    } else if (exponent == EXPONENT) {
      magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      magnitude = (fraction + FRACTION + 1) * Math.scalb(SMALLEST, exponent - 1);
    }
    return bits < 0 ? -magnitude : magnitude;
  }
}
