package io.tscwatch.checks.record;

import io.tscwatch.checks.read.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How answers of one kind are written as text and read again.
 *
 * @param write gives the line of a value
 * @param read gives the value of a line, or throws {@link IllegalArgumentException}
 */
record AnswerFormat<V>(Function<V, Line> write, Function<Line, V> read) {

  private static final String PRESENT = "present";
  private static final String ABSENT = "absent";
  private static final String DENIED = "denied";
  private static final String FAILED = "failed";

  /** Values that are written in fields only. */
  static <V> AnswerFormat<V> fields(
      Function<V, List<String>> write, Function<FieldReader, V> read) {
    return new AnswerFormat<>(
        value -> new Line(write.apply(value), List.of()),
        line -> {
          if (!line.members().isEmpty()) {
            throw new IllegalArgumentException("a list where there should be none");
          }
          FieldReader fields = new FieldReader(line.fields());
          V value = read.apply(fields);
          fields.end();
          return value;
        });
  }

  /** Values that are written as one text. */
  static <V> AnswerFormat<V> text(Function<V, String> write, Function<String, V> read) {
    return fields(value -> List.of(write.apply(value)), fields -> read.apply(fields.text()));
  }

  /** Lists, each member a line. */
  static <V> AnswerFormat<List<V>> list(Function<V, String> write, Function<String, V> read) {
    return new AnswerFormat<>(
        values -> new Line(List.of(), values.stream().map(write).toList()),
        line -> {
          new FieldReader(line.fields()).end();
          return line.members().stream().map(read).toList();
        });
  }

  /** The same values, written otherwise. */
  <W> AnswerFormat<W> map(Function<W, V> toThis, Function<V, W> fromThis) {
    return new AnswerFormat<>(write.compose(toThis), read.andThen(fromThis));
  }

  /** Readings of such values: the kind of answer, then the value or the reasons. */
  AnswerFormat<Reading<V>> reading() {
    return new AnswerFormat<>(this::writeReading, this::readReading);
  }

  private Line writeReading(Reading<V> reading) {
    if (reading instanceof Reading.Present<V> present) {
      return write.apply(present.value()).after(List.of(PRESENT));
    }
    if (reading instanceof Reading.Absent<V> absent) {
      return Line.of(ABSENT, absent.reason());
    }
    if (reading instanceof Reading.Denied<V> denied) {
      return Line.of(DENIED, denied.reason(), denied.remedy());
    }
    return Line.of(FAILED, ((Reading.Failed<V>) reading).reason());
  }

  private Reading<V> readReading(Line line) {
    FieldReader fields = new FieldReader(line.fields());
    String kind = fields.text();
    if (kind.equals(PRESENT)) {
      return Reading.present(read.apply(new Line(fields.rest(), line.members())));
    }
    Reading<V> reading =
        switch (kind) {
          case ABSENT -> Reading.absent(fields.text());
          case DENIED -> Reading.denied(fields.text(), fields.text());
          case FAILED -> Reading.failed(fields.text());
          default -> throw new IllegalArgumentException("unknown kind of answer '" + kind + "'");
        };
    fields.end();
    if (!line.members().isEmpty()) {
      throw new IllegalArgumentException("a list where there should be none");
    }
    return reading;
  }

  /** Cut after each line end, so that a file looks in the record as it looks itself. */
  static AnswerFormat<String> multilineText() {
    return AnswerFormat.<String>list(part -> part, part -> part)
        .map(AnswerFormat::cutAfterLineEnds, parts -> String.join("", parts));
  }

  private static List<String> cutAfterLineEnds(String text) {
    List<String> parts = new ArrayList<>();
    int begin = 0;
    while (begin < text.length()) {
      int end = text.indexOf('\n', begin);
      int next = end < 0 ? text.length() : end + 1;
      parts.add(text.substring(begin, next));
      begin = next;
    }
    return parts;
  }
}
