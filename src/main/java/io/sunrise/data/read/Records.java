package io.sunrise.data.read;

import java.io.IOException;

/** The records of one file, one after the other. */
interface Records {

  /** The next record, or null after the last. */
  ReadRow next() throws IOException;
}
