package io.sunrise.data;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import org.apache.spark.sql.Column;

/** Ids derived from content, so that they do not depend on the machine or the order of rows. */
public final class DocumentIds {
  private static final int HEX_DIGITS = 32;

  private DocumentIds() {}

  /**
   * The first 128 bits, in hex, of the SHA-256 of the source's name, a line feed and the content.
   *
   * @param content the text, or the user's own id
   */
  public static Column of(Column source, Column content) {
    return substring(sha2(concat(source, lit("\n"), content).cast("binary"), 256), 1, HEX_DIGITS);
  }
}
