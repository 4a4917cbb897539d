/**
 * The command line: one command per stage, {@code pipeline} for all of them, exit codes. Input:
 * arguments. Output: exit code 0 done, 1 failed, 2 wrong usage or configuration. Called by
 * spark-submit only.
 */
package io.sunrise.cli;
