/**
 * Similarity of texts by hashed word n-grams: exact Jaccard similarity, MinHash signatures and
 * their banding for locality-sensitive hashing. Plain functions without Spark. Called by
 * preprocess.
 */
package io.sunrise.similarity;
