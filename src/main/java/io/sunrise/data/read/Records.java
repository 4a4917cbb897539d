package io.sunrise.data.read;

import java.io.IOException;

/** Iterates over the records of one file. */
interface Records {

  /** The next record, or null after the last. */
  ReadRow next() throws IOException;
}
