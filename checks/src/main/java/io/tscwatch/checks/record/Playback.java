package io.tscwatch.checks.record;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives the answers of a {@link Tape} again, each question's in their order.
 *
 * <p>Not safe for use by many threads.
 */
final class Playback<V> {

  private static final class Turn<V> {
    final V value;
    long left;

    Turn(V value, long left) {
      this.value = value;
      this.left = left;
    }
  }

  private final Section<V> section;
  private final Map<List<String>, Deque<Turn<V>>> turns = new HashMap<>();

  Playback(Tape<V> tape) {
    section = tape.section();
    for (Tape.Answer<V> answer : tape.answers()) {
      turns
          .computeIfAbsent(answer.question, question -> new ArrayDeque<>())
          .add(new Turn<>(answer.value, answer.times));
    }
  }

  /** Whether the question was ever asked. */
  boolean knows(List<String> question) {
    return turns.containsKey(question);
  }

  /**
   * The next answer to a question.
   *
   * @throws UnrecordedQuestionException if there is none
   */
  V next(List<String> question) {
    Deque<Turn<V>> left = turns.get(question);
    if (left == null) {
      throw new UnrecordedQuestionException(section.entry(), question, false);
    }
    Turn<V> turn = left.getFirst();
    if (turn.left == 0) {
      if (left.size() > 1) {
        left.removeFirst();
        turn = left.getFirst();
      } else if (!section.lastHolds()) {
        throw new UnrecordedQuestionException(section.entry(), question, true);
      }
    }
    turn.left = Math.max(0, turn.left - 1);
    return turn.value;
  }
}
