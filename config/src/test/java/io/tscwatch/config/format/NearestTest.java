package io.tscwatch.config.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> KEYS = List.of("interval", "cover-every", "cpus", "max-skew");

  @ParameterizedTest
  @CsvSource({
    "intervall, interval",
    "inteval, interval",
    "interavl, interval",
    "Interval, interval",
    "max_skew, max-skew",
    "maxskew, max-skew",
    "cover-evry, cover-every",
    "cpu, cpus",
    "something, ",
    "x, ",
    "'', ",
  })
  void theNearestIsFoundAndNothingFarOffIs(String word, String nearest) {
    assertThat(Nearest.of(word, KEYS).orElse(null)).isEqualTo(nearest);
  }
}
