/**
 * BigDL's DLlib: the network as its module with a criterion, AdamW as its optimization method, its
 * DistriOptimizer over them to compare with, and its writer of TensorBoard's event files. Input:
 * networks and flat arrays of parameters. No other package sees DLlib's types or Scala's class
 * tags.
 */
package io.sunrise.train.dllib;
