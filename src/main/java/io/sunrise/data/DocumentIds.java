package io.sunrise.data;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sha2;
import static org.apache.spark.sql.functions.substring;

import org.apache.spark.sql.Column;

/** Ids that follow from content, so that no machine or order changes them. */
public final class DocumentIds {
  private static final int HEX_DIGITS = 32;

  private DocumentIds() {}

  /**
   * The first 128 bits of SHA-256 over the source's name, a line feed and the content, in hex.
   *
   * @param content the text, or the user's own id
   */
  public static Column of(Column source, Column content) {
    return substring(sha2(concat(source, lit("\n"), content).cast("binary"), 256), 1, HEX_DIGITS);
  }
}
