/**
 * Seeded English text for demos and tests that need no download: facts of the world and opinions on
 * films and products, with sentiment labels where asked.
 *
 * <p>The language is data: {@code grammar.txt} and one file a word class, under {@code
 * src/main/resources/io/sunrise/demo}; {@link io.sunrise.demo.GrammarReader} and {@link
 * io.sunrise.demo.WordTable} say how they are written. The code only expands one into the other.
 * Comes in: a seed and an index. Goes out: one document. Used by the stages collect and label
 * through {@link io.sunrise.demo.GeneratedText} alone.
 */
package io.sunrise.demo;
