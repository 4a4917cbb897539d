package io.sunrise.console;

import io.sunrise.UserInfo;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The display of a run: lines and tables on one stream, progress bars on the other. */
public final class Console {
  private static final int WIDEST_CELL = 60;

  private final PrintStream out;
  private final PrintStream progress;
  private final boolean terminal;

  /**
   * @param terminal whether {@code progress} can redraw a line
   */
  public Console(PrintStream out, PrintStream progress, boolean terminal) {
    this.out = out;
    this.progress = progress;
    this.terminal = terminal;
  }

  /**
   * The display of this process: standard output and standard error.
   *
   * <p>Java 17, which Spark 3.5 needs, has a console only where both are a terminal.
   */
  @SuppressWarnings("SystemConsoleNull")
  public static Console ofProcess() {
    return new Console(System.out, System.err, System.console() != null);
  }

  /** Why the process fails, one line a reason, beside the progress bars. */
  public void failure(String why) {
    why.lines().forEach(line -> progress.println("sunrise: " + UserInfo.hide(line)));
  }

  public void line(String line) {
    out.println(UserInfo.hide(line));
  }

  /**
   * A table with the first column aligned left and the others aligned right; the middle of long
   * cells is left out.
   */
  public void table(List<String> header, List<List<String>> whole) {
    List<List<String>> rows =
        whole.stream().map(row -> row.stream().map(Console::shortened).toList()).toList();
    List<Integer> widths =
        IntStream.range(0, header.size())
            .mapToObj(
                column ->
                    Math.max(
                        header.get(column).length(),
                        rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0)))
            .toList();
    out.println(aligned(header, widths));
    out.println(widths.stream().map("-"::repeat).collect(Collectors.joining("  ", "  ", "")));
    rows.forEach(row -> out.println(UserInfo.hide(aligned(row, widths))));
  }

  /** A bar for work of {@code total} units; close it when the work is done. */
  public Progress progress(String title, long total, String unit) {
    return progress(title, total, unit, 0);
  }

  /** The same for work of which an earlier process has done {@code before} units. */
  public Progress progress(String title, long total, String unit, long before) {
    return new Progress(progress, terminal, title, total, unit, before);
  }

  private static String shortened(String cell) {
    int[] letters = cell.codePoints().toArray();
    return letters.length <= WIDEST_CELL
        ? cell
        : new String(letters, 0, WIDEST_CELL / 2 - 1)
            + "\u2026"
            + new String(letters, letters.length - WIDEST_CELL / 2, WIDEST_CELL / 2);
  }

  private static String aligned(List<String> cells, List<Integer> widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            column -> {
              String padding = " ".repeat(widths.get(column) - cells.get(column).length());
              return column == 0 ? cells.get(column) + padding : padding + cells.get(column);
            })
        .collect(Collectors.joining("  ", "  ", ""))
        .stripTrailing();
  }
}
