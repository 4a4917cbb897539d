/**
 * The engine as a library for Spark ML: estimators and transformers for pipelines, cross-validation
 * and streams. An estimator runs the stages in a folder that it deletes; a model carries its
 * weights and needs no folder.
 */
package io.sunrise.ml;
