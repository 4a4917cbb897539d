/**
 * The report of a whole run. Input: the committed folders of the other stages, read as JSON and a
 * few Parquet rows ({@link io.sunrise.report.RunJson}). Output: {@code run.json}, and {@code
 * report.html}, which is a pure function of it ({@link io.sunrise.report.HtmlReport}). Called by
 * cli only.
 */
package io.sunrise.report;
