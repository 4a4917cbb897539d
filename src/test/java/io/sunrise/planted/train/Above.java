package io.sunrise.planted.train;

import io.sunrise.planted.train.part.Part;

/** What a model must not know of, and half a cycle. */
public record Above(Part part) {}
