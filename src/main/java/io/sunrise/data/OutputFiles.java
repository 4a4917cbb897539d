package io.sunrise.data;

/**
 * How many files a dataset is written to where its {@code output-files} is 0: as many as its rows
 * need. That follows from their number alone, so no cluster changes the bytes.
 */
public enum OutputFiles {
  /** At least 8, so that the cores of one machine share what little text there is. */
  DOCUMENTS(8, 100_000),
  /** A row takes about 80 bytes. */
  TOKEN_ROWS(8, 1_000_000),
  /** Few rows are at hand in one file. */
  ROWS(1, 100_000);

  private static final long MOST = 100_000;

  private final int least;
  private final long rowsPerFile;

  OutputFiles(int least, long rowsPerFile) {
    this.least = least;
    this.rowsPerFile = rowsPerFile;
  }

  /**
   * The number of files.
   *
   * @param setting the number that the settings ask for, or 0
   * @param rows how many there are
   */
  public int of(int setting, long rows) {
    return setting > 0 ? setting : (int) Math.min(MOST, Math.max(least, 1 + rows / rowsPerFile));
  }
}
