/**
 * Rules that tell text worth learning from: shares of characters, Gopher's quality and repetition
 * rules, language. Comes in: a cleaned text with its line ends. Goes out: the name of the first
 * rule that it breaks. One instance a task, as its arrays are used again for each text. Used by
 * preprocess; knows the settings only.
 */
package io.sunrise.cleaning.filter;
