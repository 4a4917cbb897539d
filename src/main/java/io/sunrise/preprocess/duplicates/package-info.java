/**
 * Near-duplicate detection and decontamination: finds near copies of other documents, and documents
 * that share text with the test sets. Input: id and text. Output: id and reason of the documents to
 * drop. Called by preprocess only.
 */
package io.sunrise.preprocess.duplicates;
