package io.tscwatch.checks.record;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The answers to the questions of one {@link Section}, in the order in which they were given.
 *
 * <p>Equal answers to one question in a row are kept once, with their number: a check that looks at
 * the same file a thousand times leaves one line.
 *
 * <p>Not safe for use by many threads.
 */
final class Tape<V> {

  /** An answer that was given {@code times} in a row. */
  static final class Answer<V> {
    final List<String> question;
    final Line line;
    final V value;
    long times = 1;

    Answer(List<String> question, Line line, V value) {
      this.question = question;
      this.line = line;
      this.value = value;
    }
  }

  private final Section<V> section;
  private final List<Answer<V>> answers = new ArrayList<>();
  private final Map<List<String>, Answer<V>> last = new HashMap<>();

  Tape(Section<V> section) {
    this.section = section;
  }

  Section<V> section() {
    return section;
  }

  List<Answer<V>> answers() {
    return answers;
  }

  /** Notes an answer and returns it. */
  V note(List<String> question, V value) {
    Line line = section.format().write().apply(value);
    Answer<V> before = last.get(question);
    if (before != null && before.line.equals(line)) {
      before.times++;
    } else {
      add(new Answer<>(question, line, value));
    }
    return value;
  }

  private void add(Answer<V> answer) {
    answers.add(answer);
    last.put(answer.question, answer);
  }

  /** The whole entry. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append("# ").append(section.contents()).append('\n');
    text.append("# times, ").append(section.columns()).append('\n');
    for (Answer<V> answer : answers) {
      List<String> front = new ArrayList<>();
      front.add(Long.toString(answer.times));
      front.addAll(answer.question);
      answer.line.after(front).appendTo(text);
    }
    return text.toString();
  }

  /**
   * Reads an entry.
   *
   * @throws IllegalArgumentException saying what is wrong
   */
  static <V> Tape<V> parse(Section<V> section, String text) {
    Tape<V> tape = new Tape<>(section);
    for (Line line : Line.parse(text)) {
      FieldReader fields = new FieldReader(line.fields());
      long times = fields.number();
      if (times < 1) {
        throw new IllegalArgumentException("an answer given " + times + " times");
      }
      List<String> question = List.copyOf(fields.texts(section.questionFields()));
      Line answerLine = new Line(fields.rest(), line.members());
      V value = section.format().read().apply(answerLine);
      Answer<V> answer = new Answer<>(question, answerLine, value);
      answer.times = times;
      tape.add(answer);
    }
    return tape;
  }
}
