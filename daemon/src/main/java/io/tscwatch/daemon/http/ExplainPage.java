package io.tscwatch.daemon.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.checks.finding.Explanation;
import io.tscwatch.checks.finding.FindingCode;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpStatus;

/**
 * {@code /v1/explain}: the page of a finding as Markdown, or the list of all codes. The schema of
 * the list is {@code Codes} in {@code openapi.json}.
 */
final class ExplainPage {

  static final List<String> PARAMETERS = List.of("code");

  private static final String FORMAT = "tscwatch-codes/1";

  private ExplainPage() {}

  static Reply reply(Query query) {
    Optional<String> code = query.value("code");
    if (code.isEmpty()) {
      return Resources.tagged("application/json", codes());
    }
    FindingCode wanted =
        FindingCode.find(code.get())
            .orElseThrow(
                () ->
                    new ProblemException(
                        HttpStatus.NOT_FOUND_404,
                        "There is no finding of that code; /v1/explain lists them."));
    return Resources.tagged(
        "text/markdown;charset=utf-8", Explanation.of(wanted).text().getBytes(UTF_8));
  }

  private static byte[] codes() {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeArrayFieldStart("codes");
          for (FindingCode code : FindingCode.values()) {
            json.writeString(code.code());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }
}
