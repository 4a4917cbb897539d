package io.sunrise.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.TestTexts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which tokens are masked together. */
class ContinuationsTest {
  private static final Tokenizer BYTE_PAIRS =
      Tokenizer.load(
          TokenizerJson.bytePairs(
              TokenizerTrainer.bytePairs(
                  Map.of(" the", 9L, " sun", 8L, "'t", 7L, "##", 6L, " ##", 5L, " (", 4L), 290, 2),
              PreTokenizer.KEEP_CASE_BYTES),
          "tokenizer.json");

  /** The tokens of a text, those of one word joined. */
  private static List<String> words(Tokenizer tokenizer, String text) {
    Continuations continuations = tokenizer.continuations();
    int[] ids = tokenizer.encode(text);
    String[] tokens = tokenizer.tokens(ids);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < ids.length; i++) {
      if (i > 0 && continuations.continues(ids[i - 1], ids[i])) {
        words.add(words.remove(words.size() - 1) + tokens[i]);
      } else {
        words.add(tokens[i]);
      }
    }
    return words;
  }

  private static List<String> bytePairWords(String text) {
    return words(BYTE_PAIRS, text).stream().map(ByteAlphabet::read).toList();
  }

  @Test
  void bytePairsOfAWordBelongTogetherAndTheFirstCarriesTheSpace() {
    assertThat(BYTE_PAIRS.encode("the sunset")).hasSizeGreaterThan(2);
    assertThat(bytePairWords("the sunset")).containsExactly(" the", " sunset");
  }

  @Test
  void punctuationIsAWordOfItsOwnAndEndsTheOneBefore() {
    assertThat(bytePairWords("the (sunset)! 3.5"))
        .containsExactly(" the", " (", "sunset", ")", "!", " 3", ".", "5");
    assertThat(bytePairWords("isn't")).containsExactly(" isn", "'t");
  }

  @Test
  void literalNumberSignsAreNoContinuations() {
    assertThat(BYTE_PAIRS.vocabulary()).contains("##", "\u0120##");
    assertThat(bytePairWords("sun##set ## the"))
        .containsExactly(" sun", "##", "set", " ##", " the");
  }

  @Test
  void bytesOfOneCharacterBelongTogether() {
    assertThat(bytePairWords("na\u00efve \u0939\u093f"))
        .containsExactly(" na\u00efve", " \u0939\u093f");
    assertThat(bytePairWords("\ud83d\ude00 the")).containsExactly(" \ud83d\ude00", " the");
  }

  @Test
  void aRowOfBytePairsMayBeginWithinAWord() {
    int[] ids = BYTE_PAIRS.encode("sunset");
    assertThat(BYTE_PAIRS.continuations().continuing().get(ids[1])).isTrue();
    assertThat(BYTE_PAIRS.continuations().continuing().get(ids[0])).isFalse();
  }

  @Test
  void piecesWithThePrefixContinueAWordOfSubwords() {
    Tokenizer subwords =
        Tokenizer.load(TestTexts.subwords(PreTokenizer.LOWER_CASE), "tokenizer.json");
    assertThat(words(subwords, "The sunny East.")).containsExactly("the", "sun##n##y", "east", ".");
  }

  @Test
  void thePrefixAloneIsNoPieceOfAWord() {
    List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
    vocabulary.addAll(List.of("##", "#", "sun", "##s"));
    Tokenizer subwords =
        Tokenizer.load(TokenizerJson.subwords(vocabulary, PreTokenizer.LOWER_CASE), "x");
    assertThat(words(subwords, "## suns")).containsExactly("#", "#", "sun##s");
    assertThat(subwords.continuations().continuing().stream()).containsExactly(8);
  }

  @Test
  void wholeWordsHaveNoContinuationsWhateverTheirSpelling() {
    List<String> vocabulary = new ArrayList<>(SpecialTokens.SPELLINGS);
    vocabulary.addAll(List.of("sun", "##s"));
    Tokenizer words = Tokenizer.load(TokenizerJson.words(vocabulary, PreTokenizer.LOWER_CASE), "x");
    assertThat(words.continuations().continuing().isEmpty()).isTrue();
  }
}
