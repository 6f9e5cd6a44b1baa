package io.tscwatch.config.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file cannot be used. Its message has one line for each problem. */
public final class InvalidYamlException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient List<YamlProblem> problems;

  public InvalidYamlException(List<YamlProblem> problems) {
    super(problems.stream().map(YamlProblem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems, at least one, in the order of the file. */
  public List<YamlProblem> problems() {
    return problems;
  }
}
