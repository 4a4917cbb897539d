/**
 * The first stage: reads every source, gives each document an id derived from its content, and
 * records its origin. Input: the sources in the configuration. Output: {@code documents/} and
 * {@code rejected/}. Called by cli only.
 */
package io.sunrise.collect;
