package io.sunrise.data.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.sunrise.SparkTesting;
import io.sunrise.config.TestSettings;
import io.sunrise.data.read.SourceFiles.CutFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFilesIT {
  private static final int FILES = 1000;

  @TempDir private Path folder;

  private List<List<FileSlice>> tasks(CutFiles cut) {
    SourceFiles files = new SourceFiles(SparkTesting.session());
    List<FileStatus> found =
        files.list(folder.toString(), TestSettings.source("type = text").format());
    return files.tasks(found, cut);
  }

  @Test
  void manySmallFilesShareTasks() throws IOException {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(folder.resolve("file-" + i), "a line of text\n");
    }
    List<List<FileSlice>> tasks = tasks(CutFiles.AT_LINES);
    assertThat(tasks).hasSizeLessThan(FILES / 20).allSatisfy(task -> assertThat(task).isNotEmpty());
    assertThat(tasks.stream().flatMap(List::stream).map(FileSlice::file).distinct()).hasSize(FILES);
  }

  @Test
  void aLargeFileIsSharedByTasksUnlessItCannotBeCut() throws IOException {
    long length = 1L << 30;
    try (RandomAccessFile sparse = new RandomAccessFile(folder.resolve("one").toFile(), "rw")) {
      sparse.setLength(length);
    }
    List<FileSlice> slices = tasks(CutFiles.AT_LINES).stream().flatMap(List::stream).toList();
    assertThat(slices).hasSizeGreaterThanOrEqualTo(8);
    long end = 0;
    for (FileSlice slice : slices) {
      assertThat(slice.start()).isEqualTo(end);
      end = slice.end();
    }
    assertThat(end).isEqualTo(length);
    assertThat(tasks(CutFiles.NEVER)).hasSize(1);
    Files.move(folder.resolve("one"), folder.resolve("one.gz"));
    assertThat(tasks(CutFiles.AT_LINES)).hasSize(1);
  }
}
