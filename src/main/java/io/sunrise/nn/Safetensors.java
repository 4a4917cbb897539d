package io.sunrise.nn;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import io.sunrise.nn.ParameterLayout.Parameter;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of named tensors in Hugging Face's safetensors format: the header's length in eight bytes,
 * little-endian; the header as JSON; the numbers, without gaps, in the header's order. Writes
 * float32; reads float16 and bfloat16 too, and ignores tensors of whole numbers.
 */
public final class Safetensors {
  private static final int CHUNK = 1 << 16;

  private Safetensors() {}

  /**
   * Writes all parameters in the layout's order; equal parameters give equal bytes. Does not close
   * the stream.
   *
   * @param metadata arbitrary keys and texts, stored with the tensors
   */
  public static void write(
      OutputStream out, ParameterLayout layout, float[] parameters, Map<String, String> metadata)
      throws IOException {
    byte[] header = header(layout, metadata);
    byte[] headerLength = new byte[Long.BYTES];
    littleEndian(headerLength).putLong(header.length);
    out.write(headerLength);
    out.write(header);
    byte[] chunk = new byte[CHUNK * Float.BYTES];
    for (int at = 0; at < layout.size(); at += CHUNK) {
      int count = Math.min(CHUNK, layout.size() - at);
      littleEndian(chunk).asFloatBuffer().put(parameters, at, count);
      out.write(chunk, 0, count * Float.BYTES);
    }
  }

  /** Padded with spaces, so that the numbers begin at a multiple of eight bytes. */
  private static byte[] header(ParameterLayout layout, Map<String, String> metadata) {
    ObjectNode root = new ObjectMapper().createObjectNode();
    ObjectNode notes = root.putObject("__metadata__").put("format", "pt");
    new TreeMap<>(metadata).forEach(notes::put);
    for (Parameter parameter : layout.parameters()) {
      ObjectNode entry = root.putObject(parameter.name()).put("dtype", "F32");
      parameter.shape().forEach(entry.putArray("shape")::add);
      long begin = (long) parameter.offset() * Float.BYTES;
      entry.putArray("data_offsets").add(begin).add(begin + (long) parameter.size() * Float.BYTES);
    }
    String json = root.toString();
    int bytes = json.getBytes(StandardCharsets.UTF_8).length;
    return (json + " ".repeat((8 - bytes % 8) % 8)).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a whole file. Never allocates more than twice the file's length.
   *
   * @param length of the file, in bytes
   * @param where the file's name, for error messages
   * @throws SunriseException if the file is not valid
   * @throws IOException if it cannot be read
   */
  public static NamedTensors read(InputStream in, long length, String where) throws IOException {
    try {
      SafetensorsHeader header = readHeader(in, length, where);
      Map<String, NamedTensors.Tensor> tensors = new LinkedHashMap<>();
      for (SafetensorsHeader.Entry entry : header.entries()) {
        if (entry.type().isPresent()) {
          tensors.put(entry.name(), new NamedTensors.Tensor(entry.shape(), floats(in, entry)));
        } else {
          in.skipNBytes(entry.end() - entry.begin());
        }
      }
      return new NamedTensors(where, tensors, header.metadata());
    } catch (EOFException e) {
      throw new SunriseException(
          where + " ends before its " + length + " bytes: it was cut short; write it again", e);
    }
  }

  private static SafetensorsHeader readHeader(InputStream in, long length, String where)
      throws IOException {
    if (length < Long.BYTES) {
      throw SunriseException.of(
          "%s has %d bytes, a safetensors file has at least 8: it was cut short; write it again",
          where, length);
    }
    long headerLength = littleEndian(exactly(in, Long.BYTES)).getLong();
    SafetensorsHeader.checkLength(headerLength, length, where);
    byte[] json = exactly(in, (int) headerLength);
    return SafetensorsHeader.parse(json, length - Long.BYTES - headerLength, where);
  }

  private static float[] floats(InputStream in, SafetensorsHeader.Entry entry) throws IOException {
    NumberType type = entry.type().orElseThrow();
    int count = (int) ((entry.end() - entry.begin()) / type.bytes());
    float[] numbers = new float[count];
    for (int at = 0; at < count; ) {
      int end = Math.min(count, at + CHUNK);
      ByteBuffer bytes = littleEndian(exactly(in, (end - at) * type.bytes()));
      while (at < end) {
        numbers[at++] = type.next(bytes);
      }
    }
    return numbers;
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
