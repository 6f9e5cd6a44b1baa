package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Answer;
import io.tscwatch.systemtest.guest.Guest;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What {@code tscwatch check --format json} said in a guest.
 *
 * @param exitCode its own
 * @param json the document
 */
record CheckOutput(int exitCode, JsonNode json) {

  /** Runs a check with further options. */
  static CheckOutput of(Guest guest, String options) throws InterruptedException {
    return of(guest.run("tscwatch check --format json " + options));
  }

  /** Takes what a script that ran a check printed. */
  static CheckOutput of(Answer answer) {
    assertThat(answer.errors()).as("standard error").isEmpty();
    return new CheckOutput(answer.exitCode(), answer.json());
  }

  String verdict() {
    return json.path("verdict").asText();
  }

  List<String> codes() {
    return findings().map(finding -> finding.path("code").asText()).toList();
  }

  /** The first finding with this code. */
  JsonNode finding(String code) {
    return findings()
        .filter(finding -> finding.path("code").asText().equals(code))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + code + " among " + codes()));
  }

  List<JsonNode> cpus() {
    return StreamSupport.stream(json.path("cpus").spliterator(), false).toList();
  }

  private Stream<JsonNode> findings() {
    return StreamSupport.stream(json.path("findings").spliterator(), false);
  }

  /** Every CPU was measured, and nothing that was measured excludes that the TSCs are equal. */
  void assertInSync(int cpus) {
    assertThat(json.path("coverage").path("measured")).hasSize(cpus);
    assertThat(json.path("coverage").path("unmeasured")).isEmpty();
    assertThat(cpus()).hasSize(cpus);
    for (JsonNode cpu : cpus()) {
      JsonNode offset = cpu.path("offset");
      if (cpu.path("cpu").asInt() != json.path("referenceCpu").asInt()) {
        assertThat(offset.path("lowerCycles").asLong(1)).as("%s", cpu).isLessThanOrEqualTo(0);
        assertThat(offset.path("upperCycles").asLong(-1)).as("%s", cpu).isGreaterThanOrEqualTo(0);
      }
    }
    assertThat(codes())
        .doesNotContain("skew.warp", "skew.beyond-limit", "skew.inconsistent", "skew.step");
  }

  @Override
  public String toString() {
    return "exit code " + exitCode + "\n" + json.toPrettyString();
  }
}
