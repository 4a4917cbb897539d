/**
 * What makes a stage's output whole or absent: the workspace, its lock, manifests, staleness and
 * the atomic commit. Comes in: a {@link io.sunrise.stage.Stage}. Goes out: its folder with {@code
 * manifest.json}. Used by the stages and cli; knows config only.
 */
package io.sunrise.stage;
