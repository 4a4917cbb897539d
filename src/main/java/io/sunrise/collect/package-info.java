/**
 * The first stage: reads every source, gives each document an id that follows from its content, and
 * keeps where it came from. Comes in: sources as the configuration names them. Goes out: {@code
 * documents/} and {@code rejected/}. Used by cli only.
 */
package io.sunrise.collect;
