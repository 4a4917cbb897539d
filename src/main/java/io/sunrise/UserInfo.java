package io.sunrise;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes the user name and password out of URIs, such as those of {@code
 * ftp://user:password@host/path}, wherever a URI is shown or stored. A container of Azure storage,
 * as in {@code abfss://container@account/path}, stands in the same place and stays.
 */
public final class UserInfo {
  /** A password may hold a slash that its writer did not encode, but a port is all digits. */
  private static final Pattern OF_URI =
      Pattern.compile(
          "([a-zA-Z][a-zA-Z0-9+.-]*://)((?:[^/\\s\"'@]*@)+|[^/\\s\"'@:\\[]+:(?!\\d+(?:/|$))[^\\s\"'@]*@)");

  private static final Pattern AZURE = Pattern.compile("(abfs|wasb)s?://");

  private UserInfo() {}

  /** A text without the user information of the URIs in it. */
  public static String hide(String text) {
    if (text == null || !text.contains("://") || !text.contains("@")) {
      return text;
    }
    return OF_URI.matcher(text).replaceAll(UserInfo::without);
  }

  private static String without(MatchResult uri) {
    boolean container = AZURE.matcher(uri.group(1)).matches() && !uri.group(2).contains(":");
    return Matcher.quoteReplacement(container ? uri.group() : uri.group(1));
  }
}
