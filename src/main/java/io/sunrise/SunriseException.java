package io.sunrise;

import com.google.errorprone.annotations.FormatMethod;

/**
 * A failure that the person who started the run can fix. The message is one line that says what,
 * where, what was found, what was expected and what to do; the command line prints it without a
 * stack trace.
 */
public class SunriseException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SunriseException(String message) {
    super(UserInfo.hide(message));
  }

  public SunriseException(String message, Throwable cause) {
    super(UserInfo.hide(message), cause);
  }

  /** What happened, as a part of a line: the first line of the message, or the failure's kind. */
  public static String reason(Throwable failure) {
    return (failure.getMessage() == null ? "" : failure.getMessage())
        .lines()
        .findFirst()
        .orElse(failure.getClass().getSimpleName());
  }

  /** A failure whose message is {@code String.format(format, arguments)}. */
  @FormatMethod
  public static SunriseException of(String format, Object... arguments) {
    return new SunriseException(String.format(java.util.Locale.ROOT, format, arguments));
  }
}
