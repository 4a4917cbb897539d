package io.sunrise.data;

/**
 * The number of files of a dataset if its {@code output-files} is 0. It depends only on the number
 * of rows, so that the bytes do not depend on the cluster.
 */
public enum OutputFiles {
  /** At least 8, so that all cores of one machine have work even with little text. */
  DOCUMENTS(8, 100_000),
  /** A row takes about 80 bytes. */
  TOKEN_ROWS(8, 1_000_000),
  /** At least 1, so that few rows are in one file. */
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
   * @param rows the number of rows
   */
  public int of(int setting, long rows) {
    return setting > 0 ? setting : (int) Math.min(MOST, Math.max(least, 1 + rows / rowsPerFile));
  }
}
