package io.tscwatch.checks.record;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.util.List;

/** The files that were recorded. */
record ReplayedFiles(Playback<Reading<String>> files, Playback<Reading<List<String>>> folders)
    implements FileTree {

  @Override
  public Reading<String> read(String path) {
    return files.next(List.of(path));
  }

  @Override
  public Reading<List<String>> list(String path) {
    return folders.next(List.of(path));
  }
}
