/**
 * Rules that select text worth learning from: shares of characters, Gopher's quality and repetition
 * rules, language. Input: a cleaned text with its line ends. Output: the name of the first rule
 * that it breaks. One instance per task, because its arrays are reused for each text. Called by
 * preprocess; depends on the settings only.
 */
package io.sunrise.cleaning.filter;
