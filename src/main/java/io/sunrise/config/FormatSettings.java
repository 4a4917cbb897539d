package io.sunrise.config;

/**
 * How rows stand in the files of a source.
 *
 * @param files a glob that the names of files match
 * @param recursive whether folders below the named one are read too
 * @param encoding the name of a charset that Java knows
 * @param quote one character, or empty where values are never quoted
 */
public record FormatSettings(
    String files,
    boolean recursive,
    String encoding,
    String textField,
    String delimiter,
    String quote) {}
