/**
 * What makes a stage's output whole or absent: the workspace, its lock, manifests, staleness and
 * the commit, whose last step is the manifest. Comes in: a {@link io.sunrise.stage.Stage}. Goes
 * out: its folder with {@code manifest.json}. Used by the stages and cli; knows data, console and
 * config only.
 */
package io.sunrise.stage;
