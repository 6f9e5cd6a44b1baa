package io.tscwatch.systemtest.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tscwatch.systemtest.guest.Answer;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What the product says of a machine: the document of {@code tscwatch check --format json} or of
 * {@code /v1/status}, which have these parts in common.
 */
record Judgement(JsonNode json) {

  /**
   * What may be said of TSCs that are in sync by construction. A run can be given another
   * expectation, to see that it fails: {@code ./verify --system --expect UNRELIABLE}.
   */
  private static final List<String> EXPECTED =
      List.of(System.getProperty("systemtest.verdicts", "RELIABLE,UNKNOWN").split(","));

  /** What a check printed. */
  static Judgement of(Answer check) {
    assertThat(check.errors()).as("standard error").isEmpty();
    return new Judgement(check.json());
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

  private Stream<JsonNode> findings() {
    return elements(json.path("findings"));
  }

  List<JsonNode> cpus() {
    return elements(json.path("cpus")).toList();
  }

  /** The CPUs that the daemon knows to be online; a check knows no others. */
  List<Integer> online() {
    return cpus().stream()
        .filter(cpu -> cpu.path("online").asBoolean(true))
        .map(cpu -> cpu.path("cpu").asInt())
        .toList();
  }

  int referenceCpu() {
    return json.path("referenceCpu").asInt(-1);
  }

  /** TSC_ADJUST of each CPU, in order; "null" where it is unknown. */
  List<String> tscAdjust() {
    return cpus().stream().map(cpu -> cpu.path("tscAdjustCycles").asText()).toList();
  }

  /** No fault was found where there is none. */
  void assertNotUnreliable() {
    assertThat(verdict())
        .as(
            "of TSCs that are in sync; the reason given is \"%s\", the findings are %s",
            json.path("reason").asText(), codes())
        .isIn(EXPECTED);
    assertThat(codes())
        .doesNotContain("skew.warp", "skew.beyond-limit", "skew.inconsistent", "skew.step");
  }

  /** So many CPUs are online and measured, and no bound excludes that their TSCs are equal. */
  void assertInSync(int cpus) {
    assertNotUnreliable();
    assertThat(online()).hasSize(cpus);
    for (JsonNode cpu : cpus()) {
      JsonNode offset = cpu.path("offset");
      int number = cpu.path("cpu").asInt();
      if (number != referenceCpu() && online().contains(number)) {
        assertThat(offset.path("lowerCycles").asLong(1)).as("%s", cpu).isLessThanOrEqualTo(0);
        assertThat(offset.path("upperCycles").asLong(-1)).as("%s", cpu).isGreaterThanOrEqualTo(0);
      }
    }
  }

  /** The verdict and the agreement behind it, for the report. */
  String summary() {
    return verdict() + ", " + json.path("reason").asText();
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  @Override
  public String toString() {
    return json.toPrettyString();
  }
}
