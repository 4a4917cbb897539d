package io.sunrise.data.read;

import java.io.IOException;

/** Reads a whole Markdown file as one record, without markup. */
final class MarkdownRecords implements Records {
  private final ByteInput in;
  private final Decoder decoder;
  private boolean done;

  MarkdownRecords(ByteInput in, Decoder decoder) throws IOException {
    this.in = in;
    this.decoder = decoder;
    in.skipByteOrderMark();
  }

  @Override
  public ReadRow next() throws IOException {
    if (done) {
      return null;
    }
    done = true;
    BoundedBytes bytes = new BoundedBytes(decoder.limits().recordBytes());
    for (int value = in.read(); value >= 0 && !bytes.isOverLimit(); value = in.read()) {
      bytes.add(value);
    }
    return decoder.decode(0, bytes, text -> Fields.text(0, MarkdownDocument.text(text)));
  }
}
