package io.sunrise.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.predict.InputOrder.FileStart;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FileRangesTest {
  @Test
  void filesHaveEqualLengthsAndThoseWithoutARowAreLeftOut() {
    FileRanges three = FileRanges.equal(7, 3);
    assertThat(three.names()).containsExactly("part-00000", "part-00001", "part-00002");
    assertThat(LongStream.range(0, 7).mapToInt(three::getPartition))
        .containsExactly(0, 0, 0, 1, 1, 2, 2);
    assertThat(IntStream.rangeClosed(0, 3).mapToLong(three::first)).containsExactly(0L, 3L, 5L, 7L);

    FileRanges five = FileRanges.equal(2, 5);
    assertThat(five.names()).containsExactly("part-00000", "part-00002");
    assertThat(LongStream.range(0, 2).mapToInt(five::getPartition)).containsExactly(0, 1);
  }

  @Test
  void everyInputFileHasFilesOfItsOwn() {
    List<FileStart> inputs = List.of(new FileStart("a", 0), new FileStart("b", 3));
    FileRanges ranges = FileRanges.byInput(inputs, 8, 2, path -> "day/" + path);
    assertThat(ranges.names())
        .containsExactly(
            "day/a/part-00000", "day/a/part-00001", "day/b/part-00000", "day/b/part-00001");
    assertThat(LongStream.range(0, 8).mapToInt(ranges::getPartition))
        .containsExactly(0, 0, 1, 2, 2, 2, 3, 3);
    assertThat(FileRanges.byInput(inputs, 8, 0, path -> path).names())
        .containsExactly("a/part-00000", "b/part-00000");
  }
}
