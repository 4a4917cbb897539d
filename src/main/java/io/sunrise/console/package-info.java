/**
 * The display of a run: lines, tables and progress bars. Called by stage, train, the stages and
 * cli; depends on no other package.
 */
package io.sunrise.console;
