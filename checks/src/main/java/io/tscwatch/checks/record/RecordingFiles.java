package io.tscwatch.checks.record;

import io.tscwatch.checks.read.FileTree;
import io.tscwatch.checks.read.Reading;
import java.util.List;

/** The files of a machine, with every answer redacted and noted. */
record RecordingFiles(FileTree files, Redaction redaction, Tapes tapes) implements FileTree {

  @Override
  public Reading<String> read(String path) {
    Reading<String> text = files.read(path).map(whole -> redaction.file(path, whole));
    return tapes.files().note(List.of(path), text);
  }

  @Override
  public Reading<List<String>> list(String path) {
    return tapes.folders().note(List.of(path), files.list(path));
  }
}
