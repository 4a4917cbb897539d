package io.sunrise.data.read;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The decompressed bytes of a file, with their position and pushback. */
final class ByteInput implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int at;
  private int end;
  private long bufferPosition;
  private boolean carriageReturnsEndLines;

  /**
   * @param position the position of the stream's first byte in its file
   */
  ByteInput(InputStream in, long position) {
    this.in = in;
    this.bufferPosition = position;
  }

  /** The next byte, or -1 after the last. */
  int read() throws IOException {
    if (at == end && !fill()) {
      return -1;
    }
    return buffer[at++] & 0xFF;
  }

  /** The position of the next byte. */
  long position() {
    return bufferPosition + at;
  }

  /**
   * Whether the first bytes hold a carriage return that does not belong to a line feed, and no line
   * feed, as in files of the first Macintosh. Call it before the first byte is read.
   */
  boolean beginsWithoutLineFeed() throws IOException {
    boolean carriageReturn = false;
    if (at == end && !fill()) {
      return false;
    }
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\n') {
        return false;
      }
      carriageReturn |= buffer[i] == '\r' && i < end - 1;
    }
    return carriageReturn;
  }

  /** Reads each carriage return as a line feed from here on. */
  void endLinesAtCarriageReturns() {
    carriageReturnsEndLines = true;
    replaceCarriageReturns();
  }

  private void replaceCarriageReturns() {
    for (int i = at; i < end; i++) {
      if (buffer[i] == '\r') {
        buffer[i] = '\n';
      }
    }
  }

  /** Pushes back bytes that have just been read, so that they are read again. */
  void unread(byte[] bytes) {
    bufferPosition = position() - bytes.length;
    byte[] joined = Arrays.copyOf(bytes, bytes.length + end - at);
    System.arraycopy(buffer, at, joined, bytes.length, end - at);
    buffer = joined;
    at = 0;
    end = joined.length;
  }

  /** Skips a UTF-8 byte order mark. */
  void skipByteOrderMark() throws IOException {
    if (at == end && !fill()) {
      return;
    }
    boolean mark =
        end - at >= 3
            && buffer[at] == (byte) 0xEF
            && buffer[at + 1] == (byte) 0xBB
            && buffer[at + 2] == (byte) 0xBF;
    if (mark) {
      at += 3;
    }
  }

  /**
   * Reads up to the next line feed, without the line feed and a carriage return before it.
   *
   * @return false at the end of the input
   */
  boolean readLine(BoundedBytes line) throws IOException {
    line.clear();
    int value = read();
    if (value < 0) {
      return false;
    }
    while (value >= 0 && value != '\n') {
      line.add(value);
      value = read();
    }
    if (!line.isOverLimit() && line.last() == '\r') {
      line.removeLast();
    }
    return true;
  }

  /** Skips the bytes up to and including the next line feed. */
  void skipLine() throws IOException {
    int value = read();
    while (value >= 0 && value != '\n') {
      value = read();
    }
  }

  /** Skips the rest of a line of an earlier slice, which may be longer than this slice. */
  void skipLineBegunBefore(long end) throws IOException {
    int value = read();
    while (value >= 0 && value != '\n' && position() < end) {
      value = read();
    }
  }

  private boolean fill() throws IOException {
    bufferPosition += end;
    at = 0;
    if (buffer.length != BUFFER_BYTES) {
      buffer = new byte[BUFFER_BYTES];
    }
    end = in.readNBytes(buffer, 0, BUFFER_BYTES);
    if (carriageReturnsEndLines) {
      replaceCarriageReturns();
    }
    return end > 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
