/**
 * The display of a run: lines, tables and progress bars, and the descriptions of jobs in Spark's
 * UI. Called by data, stage, train, the stages and cli; depends on no other package.
 */
package io.sunrise.console;
