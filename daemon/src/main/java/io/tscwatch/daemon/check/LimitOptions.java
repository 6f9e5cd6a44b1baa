package io.tscwatch.daemon.check;

import io.tscwatch.checks.verdict.Limits;
import io.tscwatch.config.format.QuantityFormat;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The options that decide how the evidence is judged, whenever it was gathered. */
@Command
final class LimitOptions {

  private static final String MAX_SKEW = "--max-skew";
  private static final String TOLERATED_WARP = "--tolerated-warp";
  private static final String DEFAULT_MAX_SKEW = "1us";
  private static final String DEFAULT_TOLERATED_WARP = "0ns";

  /** What is recorded where the user said nothing: defaults may change, a record does not. */
  static final OptionTexts DEFAULTS =
      OptionTexts.of(Map.of(MAX_SKEW, DEFAULT_MAX_SKEW, TOLERATED_WARP, DEFAULT_TOLERATED_WARP));

  @Option(
      names = MAX_SKEW,
      paramLabel = "TIME",
      order = 20,
      description =
          "a CPU is in sync when its offset is proven to be at most this, 1ns to 1s (default: "
              + DEFAULT_MAX_SKEW
              + ")")
  private Optional<String> maxSkew = Optional.empty();

  @Option(
      names = TOLERATED_WARP,
      paramLabel = "TIME",
      order = 21,
      description =
          "a proven offset of at most this is a warning and no fault, 0ns to --max-skew (default: "
              + DEFAULT_TOLERATED_WARP
              + ")")
  private Optional<String> toleratedWarp = Optional.empty();

  /** Those that the user gave. */
  OptionTexts given() {
    SortedMap<String, String> texts = new TreeMap<>();
    maxSkew.ifPresent(text -> texts.put(MAX_SKEW, text));
    toleratedWarp.ifPresent(text -> texts.put(TOLERATED_WARP, text));
    return new OptionTexts(texts);
  }

  /**
   * The limits.
   *
   * @throws IllegalArgumentException with a sentence that names option, value and what is allowed
   */
  static Limits parse(OptionTexts texts) {
    long maxSkewNanos =
        texts.parse(
            MAX_SKEW,
            DEFAULT_MAX_SKEW,
            QuantityFormat.DURATION.between(1, Limits.LARGEST_MAX_SKEW_NANOS)::parse);
    long toleratedNanos =
        texts.parse(
            TOLERATED_WARP,
            DEFAULT_TOLERATED_WARP,
            QuantityFormat.DURATION.between(0, maxSkewNanos)::parse);
    return new Limits(maxSkewNanos, toleratedNanos);
  }
}
