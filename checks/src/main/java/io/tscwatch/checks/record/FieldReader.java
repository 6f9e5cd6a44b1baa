package io.tscwatch.checks.record;

import java.util.List;

/**
 * Takes the fields of a {@link Line} one after the other. Every mistake is an {@link
 * IllegalArgumentException} that says what was expected.
 */
final class FieldReader {

  private final List<String> fields;
  private int next;

  FieldReader(List<String> fields) {
    this.fields = fields;
  }

  String text() {
    if (next == fields.size()) {
      throw new IllegalArgumentException("fewer than " + (next + 1) + " fields");
    }
    return fields.get(next++);
  }

  long number() {
    String text = text();
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("field " + next + " is no number: '" + text + "'", e);
    }
  }

  int smallNumber() {
    long number = number();
    if (number != (int) number) {
      throw new IllegalArgumentException("field " + next + " is too large: " + number);
    }
    return (int) number;
  }

  /** So many fields as they are. */
  List<String> texts(int count) {
    if (next + count > fields.size()) {
      throw new IllegalArgumentException("fewer than " + (next + count) + " fields");
    }
    next += count;
    return fields.subList(next - count, next);
  }

  List<String> rest() {
    return texts(fields.size() - next);
  }

  void end() {
    if (next != fields.size()) {
      throw new IllegalArgumentException("more than " + next + " fields");
    }
  }
}
