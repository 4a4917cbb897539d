package io.sunrise.cooccurrence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sunrise.SunriseException;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A vector for each token of a vocabulary, and how often the token occurs. The file has the
 * safetensors format, with the tensors {@code counts} (I64, {@code (vocabulary)}) and {@code
 * vectors} (F32, {@code (vocabulary, width)}).
 *
 * @param values row-major, {@code (vocabulary, width)}; all 0 for a token without a vector
 * @param counts of each token, by id
 */
public record TokenVectors(float[] values, int width, long[] counts) implements Serializable {
  /** Of tokens near one another, in the folder of the stage that wrote them. */
  public static final String FILE = "vectors.safetensors";

  /** Of tokens in the same passage, beside it. */
  public static final String PASSAGES_FILE = "passage-vectors.safetensors";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COUNTS = "counts";
  private static final String VECTORS = "vectors";
  private static final int CHUNK = 1 << 13;
  private static final int LONGEST_HEADER = 1 << 16;

  public TokenVectors {
    if (values.length != Math.multiplyExact(counts.length, width)) {
      throw new IllegalArgumentException(
          values.length + " values for " + counts.length + " vectors of width " + width);
    }
  }

  /** The number of tokens. */
  public int vocabularySize() {
    return counts.length;
  }

  /** Whether a token has a vector. */
  public boolean has(int token) {
    for (int i = token * width; i < (token + 1) * width; i++) {
      if (values[i] != 0) {
        return true;
      }
    }
    return false;
  }

  /** Writes the file; equal vectors give equal bytes. Does not close the stream. */
  public void write(OutputStream out) throws IOException {
    byte[] header = header();
    byte[] headerLength = new byte[Long.BYTES];
    littleEndian(headerLength).putLong(header.length);
    out.write(headerLength);
    out.write(header);
    byte[] chunk = new byte[CHUNK * Long.BYTES];
    for (int at = 0; at < counts.length; at += CHUNK) {
      int count = Math.min(CHUNK, counts.length - at);
      littleEndian(chunk).asLongBuffer().put(counts, at, count);
      out.write(chunk, 0, count * Long.BYTES);
    }
    for (int at = 0; at < values.length; at += CHUNK) {
      int count = Math.min(CHUNK, values.length - at);
      littleEndian(chunk).asFloatBuffer().put(values, at, count);
      out.write(chunk, 0, count * Float.BYTES);
    }
  }

  private byte[] header() {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("__metadata__").put("format", "pt");
    long vectorsBegin = (long) counts.length * Long.BYTES;
    ObjectNode counted = root.putObject(COUNTS).put("dtype", "I64");
    counted.putArray("shape").add(counts.length);
    counted.putArray("data_offsets").add(0).add(vectorsBegin);
    ObjectNode vectors = root.putObject(VECTORS).put("dtype", "F32");
    vectors.putArray("shape").add(counts.length).add(width);
    vectors
        .putArray("data_offsets")
        .add(vectorsBegin)
        .add(vectorsBegin + (long) values.length * Float.BYTES);
    String json = root.toString();
    return (json + " ".repeat((8 - json.length() % 8) % 8)).getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Reads a file.
   *
   * @param length of the file, in bytes
   * @param where the file's name, for error messages
   * @throws SunriseException if it does not hold token vectors, or is cut short
   */
  public static TokenVectors read(InputStream in, long length, String where) throws IOException {
    try {
      DataInputStream data = new DataInputStream(in);
      long headerLength = exactly(data, Long.BYTES).getLong();
      if (headerLength < 2 || headerLength > LONGEST_HEADER) {
        throw refused(where, "says that its header has " + headerLength + " bytes");
      }
      byte[] header = new byte[(int) headerLength];
      data.readFully(header);
      JsonNode shape = shape(header, length - Long.BYTES - headerLength, where);
      long[] counts = new long[shape.path(0).asInt()];
      for (int at = 0; at < counts.length; at += CHUNK) {
        int count = Math.min(CHUNK, counts.length - at);
        exactly(data, count * Long.BYTES).asLongBuffer().get(counts, at, count);
      }
      float[] values = new float[Math.multiplyExact(counts.length, shape.path(1).asInt())];
      for (int at = 0; at < values.length; at += CHUNK) {
        int count = Math.min(CHUNK, values.length - at);
        exactly(data, count * Float.BYTES).asFloatBuffer().get(values, at, count);
      }
      return new TokenVectors(values, shape.path(1).asInt(), counts);
    } catch (EOFException e) {
      throw refused(where, "ends before its " + length + " bytes");
    }
  }

  /** (vocabulary, width), if the header is the one that {@link #write} gives vectors of it. */
  private static JsonNode shape(byte[] header, long dataLength, String where) throws IOException {
    JsonNode root = JSON.readTree(header);
    JsonNode shape = root.path(VECTORS).path("shape");
    long vocabulary = shape.path(0).asLong(-1);
    long width = shape.path(1).asLong(-1);
    long bytes = vocabulary * (Long.BYTES + width * Float.BYTES);
    if (shape.size() != 2 || vocabulary < 0 || width < 0 || bytes != dataLength) {
      throw refused(where, "holds " + dataLength + " bytes of vectors of shape " + shape);
    }
    if (!root.path(COUNTS).path("data_offsets").path(0).asText().equals("0")) {
      throw refused(where, "does not begin with the tokens' counts");
    }
    return shape;
  }

  private static SunriseException refused(String where, String found) {
    return SunriseException.of(
        "%s %s, expected token vectors with counts as pretrain writes them: it is damaged; run"
            + " pretrain again with --force",
        where, found);
  }

  private static ByteBuffer exactly(DataInputStream in, int count) throws IOException {
    byte[] bytes = new byte[count];
    in.readFully(bytes);
    return littleEndian(bytes);
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
