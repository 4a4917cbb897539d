package io.sunrise.config;

/**
 * The format of a source's files.
 *
 * @param files a glob for the names of files
 * @param recursive whether subfolders are read too
 * @param encoding the name of a Java charset
 * @param quote one character, or empty if values are never quoted
 * @param escape one character that takes a quote after it literally, or empty if there is none
 */
public record FormatSettings(
    String files,
    boolean recursive,
    String encoding,
    String textField,
    String delimiter,
    String quote,
    String escape) {}
