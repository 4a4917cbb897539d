package io.sunrise.data.read;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Converts a stream of text to UTF-8. Input that is malformed in its encoding is replaced by one
 * byte that is invalid in UTF-8, so that only its record is rejected.
 */
final class Utf8Stream extends InputStream {
  private static final int BUFFER_BYTES = 1 << 15;
  private static final ByteBuffer MALFORMED = ByteBuffer.wrap(new byte[] {(byte) 0xFF});

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final ByteBuffer encoded = ByteBuffer.allocate(BUFFER_BYTES).flip();
  private final CharBuffer decoded = CharBuffer.allocate(BUFFER_BYTES);
  private ByteBuffer utf8 = ByteBuffer.allocate(0);
  private boolean fileEnded;
  private boolean ended;

  Utf8Stream(InputStream in, Charset charset) {
    this.in = in;
    this.decoder = charset.newDecoder();
  }

  @Override
  public int read() throws IOException {
    return fill() ? utf8.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int read = Math.min(length, utf8.remaining());
    utf8.get(target, offset, read);
    return read;
  }

  private boolean fill() throws IOException {
    while (!utf8.hasRemaining() && !ended) {
      CoderResult result = decoder.decode(encoded, decoded, fileEnded);
      if (result.isError() && decoded.position() == 0) {
        encoded.position(encoded.position() + result.length());
        utf8 = MALFORMED.duplicate();
      } else if (result.isUnderflow() && fileEnded) {
        decoder.flush(decoded);
        ended = true;
      } else if (result.isUnderflow()) {
        readOn();
      }
      if (decoded.position() > 0) {
        utf8 = StandardCharsets.UTF_8.encode(decoded.flip());
        decoded.clear();
      }
    }
    return utf8.hasRemaining();
  }

  private void readOn() throws IOException {
    encoded.compact();
    int read = in.read(encoded.array(), encoded.position(), encoded.remaining());
    if (read < 0) {
      fileEnded = true;
    } else {
      encoded.position(encoded.position() + read);
    }
    encoded.flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
