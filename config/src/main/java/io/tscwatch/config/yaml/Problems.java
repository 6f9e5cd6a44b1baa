package io.tscwatch.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of one or more files. Not safe for use by many threads. */
public final class Problems {

  private final List<YamlProblem> problems = new ArrayList<>();

  public void add(YamlProblem problem) {
    problems.add(problem);
  }

  public void addAll(List<YamlProblem> more) {
    problems.addAll(more);
  }

  public boolean isEmpty() {
    return problems.isEmpty();
  }

  /** All problems: files in the order in which they were met, each from its top to its end. */
  public List<YamlProblem> inOrder() {
    List<String> files = problems.stream().map(problem -> problem.position().file()).toList();
    return problems.stream()
        .sorted(
            Comparator.<YamlProblem>comparingInt(
                    problem -> files.indexOf(problem.position().file()))
                .thenComparingInt(problem -> problem.position().line())
                .thenComparingInt(problem -> problem.position().column()))
        .toList();
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidYamlException with all problems, if there are any
   */
  public void throwIfAny() throws InvalidYamlException {
    if (!problems.isEmpty()) {
      throw new InvalidYamlException(inOrder());
    }
  }
}
