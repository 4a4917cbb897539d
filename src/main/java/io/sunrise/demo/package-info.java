/**
 * Seeded English text for demos and tests that need no download: facts, and opinions on films and
 * products, with sentiment labels on request.
 *
 * <p>The language is data: {@code grammar.txt} and one file per word class, under {@code
 * src/main/resources/io/sunrise/demo}; {@link io.sunrise.demo.GrammarReader} and {@link
 * io.sunrise.demo.WordTable} document their syntax. Input: a seed and an index. Output: one
 * document. Called through {@link io.sunrise.demo.GeneratedText} only.
 */
package io.sunrise.demo;
