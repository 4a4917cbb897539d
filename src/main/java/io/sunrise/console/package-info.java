/**
 * What a person sees of a run: lines, tables and progress bars. Used by stage, train, the stages
 * and cli; knows no room.
 */
package io.sunrise.console;
