/**
 * The page that shows a whole run. Comes in: the committed folders of the other stages, read as
 * JSON and a few Parquet rows ({@link io.sunrise.report.RunJson}). Goes out: {@code run.json} with
 * everything, and {@code report.html}, which is a pure function of it ({@link
 * io.sunrise.report.HtmlReport}). May be called by cli only.
 */
package io.sunrise.report;
