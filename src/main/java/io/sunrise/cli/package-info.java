/**
 * The command line: one command a stage, {@code pipeline} for all of them, exit codes. Comes in:
 * arguments. Goes out: 0 done, 1 failed, 2 wrong usage or configuration. Called by spark-submit;
 * nothing calls it back.
 */
package io.sunrise.cli;
