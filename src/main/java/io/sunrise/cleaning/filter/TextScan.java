package io.sunrise.cleaning.filter;

/** Everything that the rules count, in one pass over the characters of a text. */
final class TextScan {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

  private final StopWords stopWords;
  private char[] text = new char[1024];
  private int length;

  final Pieces words = new Pieces();
  final Pieces lines = new Pieces();
  final Pieces paragraphs = new Pieces();

  private int visible;
  private int letters;
  private int lettersAndMarks;
  private int upperCase;
  private int digits;
  private int hashes;
  private int ellipses;
  private int realWords;
  private int realWordCharacters;
  private int wordsWithLetter;
  private int bulletLines;
  private int ellipsisLines;

  private int wordStart;
  private long wordHash;
  private int wordKinds;
  private int lineStart;
  private long lineHash;
  private int paragraphStart;
  private long paragraphHash;
  private int lastEnd;

  TextScan(StopWords stopWords) {
    this.stopWords = stopWords;
  }

  /** Reads a text; what was read before is forgotten. */
  void read(String content) {
    clear(content);
    int dots = 0;
    for (int i = 0; i < length; i++) {
      char c = text[i];
      int kinds = kinds(c, i);
      dots = c == '.' ? dots + 1 : 0;
      if (dots == 3 || c == '…') {
        ellipses++;
        dots = 0;
      }
      if ((kinds & Kinds.SPACE) != 0) {
        space(c, i);
      } else {
        add(c, kinds, i);
      }
    }
    space('\n', length);
    endParagraph();
  }

  /** Both halves of a pair are what the pair is. */
  private int kinds(char c, int at) {
    if (!Character.isSurrogate(c)) {
      return Kinds.of(c);
    }
    int first = Character.isHighSurrogate(c) ? at : at - 1;
    boolean pair =
        first >= 0 && first + 1 < length && Character.isSurrogatePair(text[first], text[first + 1]);
    return Kinds.of(pair ? Character.toCodePoint(text[first], text[first + 1]) : c);
  }

  private void clear(String content) {
    length = content.length();
    if (text.length < length) {
      text = new char[Math.max(length, 2 * text.length)];
    }
    content.getChars(0, length, text, 0);
    words.clear();
    lines.clear();
    paragraphs.clear();
    stopWords.clear();
    visible = letters = lettersAndMarks = upperCase = digits = hashes = ellipses = 0;
    realWords = realWordCharacters = wordsWithLetter = bulletLines = ellipsisLines = 0;
    wordStart = lineStart = paragraphStart = -1;
    lastEnd = -1;
  }

  private void add(char c, int kinds, int at) {
    if (wordStart < 0) {
      beginWord(at);
    }
    wordHash = (wordHash ^ c) * MULTIPLIER;
    wordKinds |= kinds;
    visible++;
    letters += kinds >>> 1 & 1;
    lettersAndMarks += (kinds & (Kinds.LETTER | Kinds.MARK)) != 0 ? 1 : 0;
    upperCase += kinds >>> 2 & 1;
    digits += kinds >>> 3 & 1;
    hashes += c == '#' ? 1 : 0;
  }

  private void beginWord(int at) {
    if (lineStart < 0) {
      lineStart = at;
      lineHash = 1;
    }
    if (paragraphStart < 0) {
      paragraphStart = at;
      paragraphHash = 1;
    }
    wordStart = at;
    wordHash = MULTIPLIER;
    wordKinds = 0;
  }

  private void space(char c, int at) {
    if (wordStart >= 0) {
      endWord(at);
    }
    if (c == '\n') {
      if (lineStart >= 0) {
        endLine();
      } else if (paragraphStart >= 0) {
        endParagraph();
      }
    }
  }

  private void endWord(int end) {
    long hash = (wordHash ^ wordHash >>> 29) * MULTIPLIER;
    hash ^= hash >>> 32;
    words.add(hash, end - wordStart);
    lineHash = (lineHash ^ hash) * MULTIPLIER;
    paragraphHash = (paragraphHash ^ hash) * MULTIPLIER;
    if ((wordKinds & Kinds.WORDLY) != 0) {
      realWords++;
      realWordCharacters += end - wordStart;
    }
    wordsWithLetter += wordKinds >>> 1 & 1;
    stopWords.look(text, wordStart, end);
    lastEnd = end;
    wordStart = -1;
  }

  private void endLine() {
    lines.add(lineHash, lastEnd - lineStart);
    bulletLines += "•‣▪●◦*-".indexOf(text[lineStart]) >= 0 ? 1 : 0;
    boolean dots =
        lastEnd - lineStart >= 3
            && text[lastEnd - 1] == '.'
            && text[lastEnd - 2] == '.'
            && text[lastEnd - 3] == '.';
    ellipsisLines += dots || text[lastEnd - 1] == '…' ? 1 : 0;
    lineStart = -1;
  }

  private void endParagraph() {
    if (paragraphStart >= 0) {
      paragraphs.add(paragraphHash, lastEnd - paragraphStart);
      paragraphStart = -1;
    }
  }

  /** Characters, white space included. */
  int length() {
    return length;
  }

  double letterShare() {
    return share(lettersAndMarks, visible);
  }

  double digitShare() {
    return share(digits, visible);
  }

  double upperCaseShare() {
    return share(upperCase, letters);
  }

  /** Words that are not of punctuation and symbols alone. */
  int realWords() {
    return realWords;
  }

  double meanWordLength() {
    return share(realWordCharacters, realWords);
  }

  double hashesPerWord() {
    return share(hashes, words.count());
  }

  double ellipsesPerWord() {
    return share(ellipses, words.count());
  }

  double bulletLineShare() {
    return share(bulletLines, lines.count());
  }

  double ellipsisLineShare() {
    return share(ellipsisLines, lines.count());
  }

  double letterWordShare() {
    return share(wordsWithLetter, words.count());
  }

  /** How many different stop words there are, or at least the number that was asked for. */
  int stopWords() {
    return stopWords.found();
  }

  private static double share(int part, int whole) {
    return whole == 0 ? 0 : (double) part / whole;
  }
}
