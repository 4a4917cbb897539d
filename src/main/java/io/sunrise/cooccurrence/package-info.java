/**
 * Vectors of tokens from how often they occur near one another, counted on Spark. Input: rows of
 * token ids. Output: a {@link io.sunrise.cooccurrence.TokenVectors}, the same to the bit however
 * the rows are partitioned: counts are integers, and every sum of fractions has one order. Knows no
 * network; called by the stages.
 */
package io.sunrise.cooccurrence;
