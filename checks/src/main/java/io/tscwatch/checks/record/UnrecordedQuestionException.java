package io.tscwatch.checks.record;

import java.util.List;

/**
 * A replay was asked something that the recorded check did not ask: the record was made by another
 * version, or with other options than it is replayed with.
 */
public final class UnrecordedQuestionException extends RuntimeException {

  private static final long serialVersionUID = 1;

  UnrecordedQuestionException(String entry, List<String> question, boolean askedOften) {
    super(
        "the record holds no "
            + (askedOften ? "further " : "")
            + "answer in "
            + entry
            + (question.isEmpty() ? "" : " to '" + String.join(" ", question) + "'")
            + ": it was made by another version of tscwatch or with other options");
  }
}
