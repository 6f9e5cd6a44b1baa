package io.tscwatch.config.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;

/** Says in one line, with its place, why a text is not YAML. */
final class SyntaxProblem {

  private SyntaxProblem() {}

  static YamlProblem of(String file, JsonProcessingException e) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      // The parser's own place: Jackson reports that of the token before.
      Mark mark = marked.getProblemMark();
      Position position = new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
      return problem(position, sentence(marked));
    }
    JsonLocation location = e.getLocation();
    Position position =
        location == null
            ? Position.wholeFile(file)
            : new Position(file, location.getLineNr(), location.getColumnNr());
    String message = e.getOriginalMessage();
    return problem(
        position,
        message.startsWith("Expected a field name")
            ? "not valid YAML: a key must be a plain word"
            : "not valid YAML: " + firstLine(message));
  }

  private static String sentence(MarkedYAMLException e) {
    String problem = e.getProblem();
    if (problem.contains("\\t(TAB)")) {
      return "not valid YAML: a tab stands where only spaces may indent";
    }
    if (problem.startsWith("mapping values are not allowed here")) {
      return "not valid YAML: a colon stands where no key can be"
          + " (wrong indentation, or a value that needs quotes)";
    }
    int hint = problem.indexOf(". (Do not use");
    String words = firstLine(hint < 0 ? problem : problem.substring(0, hint));
    Mark begin = e.getContextMark();
    String since =
        begin == null || begin.getLine() == e.getProblemMark().getLine()
            ? ""
            : ", in what begins on line " + (begin.getLine() + 1);
    return "not valid YAML: " + words + since;
  }

  private static String firstLine(String text) {
    int end = text.indexOf('\n');
    return end < 0 ? text : text.substring(0, end);
  }

  private static YamlProblem problem(Position position, String message) {
    return new YamlProblem(position, "", "", message, "", "");
  }
}
