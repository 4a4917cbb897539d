/**
 * Sunrise's training in the types of BigDL's DLlib: the network as a module with a criterion, AdamW
 * as an optimization method, the data-parallel step as an optimizer that DLlib's own can stand in
 * for, and TensorBoard's event files. Input: networks and flat arrays of parameters. Called by
 * {@link io.sunrise.train.Training} only; no other package sees DLlib's types or Scala's class
 * tags.
 */
package io.sunrise.train.dllib;
