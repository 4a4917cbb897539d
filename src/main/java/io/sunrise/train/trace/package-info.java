/**
 * What a run reports of its steps and epochs: their records, the trace that is written of them, and
 * the listeners that receive them.
 */
package io.sunrise.train.trace;
