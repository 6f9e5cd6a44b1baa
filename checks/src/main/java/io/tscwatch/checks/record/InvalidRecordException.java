package io.tscwatch.checks.record;

import java.io.IOException;
import java.nio.file.Path;

/** A file is not a record that can be replayed; the message names the file, the entry and why. */
public final class InvalidRecordException extends IOException {

  private static final long serialVersionUID = 1;

  InvalidRecordException(Path file, String why) {
    super(file + ": " + why);
  }

  InvalidRecordException(Path file, String why, Throwable cause) {
    super(file + ": " + why, cause);
  }
}
