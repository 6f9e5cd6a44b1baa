package io.tscwatch.daemon.check;

import io.tscwatch.checks.exchange.ExchangeRequest;
import io.tscwatch.checks.measure.MeasureOptions;
import io.tscwatch.checks.schedule.PairSelection;
import io.tscwatch.checks.topology.CpuSet;
import io.tscwatch.config.format.IntegerFormat;
import io.tscwatch.config.format.QuantityFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The options that decide what is measured. Declared as texts, which {@link #parse} understands
 * wherever they come from.
 */
@Command
final class MeasuringOptions {

  private static final String CPUS = "--cpus";
  private static final String EXCLUDE = "--exclude";
  private static final String INCLUDE_ISOLATED = "--include-isolated";
  private static final String BUDGET = "--budget";
  private static final String PAIRS = "--pairs";
  private static final String SWEEPS = "--sweeps";

  private static final String DEFAULT_BUDGET = "1ms";
  private static final String DEFAULT_PAIRS = "auto";
  private static final String DEFAULT_SWEEPS = "5";

  /** Those that can name CPUs which a machine does not have. */
  static final List<String> NAMING_CPUS = List.of(CPUS, EXCLUDE, PAIRS);

  /** What is recorded where the user said nothing: defaults may change, a record does not. */
  static final OptionTexts DEFAULTS =
      OptionTexts.of(Map.of(BUDGET, DEFAULT_BUDGET, PAIRS, DEFAULT_PAIRS, SWEEPS, DEFAULT_SWEEPS));

  @Option(
      names = CPUS,
      paramLabel = "LIST",
      order = 10,
      description = "measure these CPUs only, isolated ones too, such as 0-3,8")
  private Optional<String> cpus = Optional.empty();

  @Option(names = EXCLUDE, paramLabel = "LIST", order = 11, description = "leave these CPUs alone")
  private Optional<String> exclude = Optional.empty();

  @Option(
      names = INCLUDE_ISOLATED,
      order = 12,
      description = "measure isolated and tickless CPUs too, which are left alone by default")
  private boolean includeIsolated;

  @Option(
      names = BUDGET,
      paramLabel = "TIME",
      order = 13,
      description =
          "exchange time for each pair in each sweep, 10us to 60s (default: "
              + DEFAULT_BUDGET
              + ")")
  private Optional<String> budget = Optional.empty();

  @Option(
      names = PAIRS,
      paramLabel = "PAIRS",
      order = 14,
      description = {
        "auto (all up to 64 CPUs, tree beyond), all, tree (along packages, caches and cores), or a"
            + " list such as 0-1,0-5 (default: "
            + DEFAULT_PAIRS
            + ")"
      })
  private Optional<String> pairs = Optional.empty();

  @Option(
      names = SWEEPS,
      paramLabel = "N",
      order = 15,
      description =
          "how often every CPU is measured, 1 to 10000, 60 ms apart; more sweeps show smaller"
              + " rates (default: "
              + DEFAULT_SWEEPS
              + ")")
  private Optional<String> sweeps = Optional.empty();

  /** Those that the user gave. */
  OptionTexts given() {
    SortedMap<String, String> texts = new TreeMap<>();
    cpus.ifPresent(text -> texts.put(CPUS, text));
    exclude.ifPresent(text -> texts.put(EXCLUDE, text));
    if (includeIsolated) {
      texts.put(INCLUDE_ISOLATED, "true");
    }
    budget.ifPresent(text -> texts.put(BUDGET, text));
    pairs.ifPresent(text -> texts.put(PAIRS, text));
    sweeps.ifPresent(text -> texts.put(SWEEPS, text));
    return new OptionTexts(texts);
  }

  /**
   * What is to be measured.
   *
   * @throws IllegalArgumentException with a sentence that names option, value and what is allowed
   */
  static MeasureOptions parse(OptionTexts texts) {
    Optional<CpuSet> selected =
        texts.byName().containsKey(CPUS)
            ? Optional.of(texts.parse(CPUS, "", MeasuringOptions::someCpus))
            : Optional.empty();
    long sweeps =
        texts.parse(SWEEPS, DEFAULT_SWEEPS, new IntegerFormat(1, MeasureOptions.MAX_SWEEPS)::parse);
    return new MeasureOptions(
        selected,
        texts.parse(EXCLUDE, "", CpuSet::parse),
        !texts.byName().getOrDefault(INCLUDE_ISOLATED, "false").equals("true"),
        texts.parse(PAIRS, DEFAULT_PAIRS, PairSelection::parse),
        texts.parse(
            BUDGET,
            DEFAULT_BUDGET,
            QuantityFormat.DURATION.between(
                    ExchangeRequest.MIN_BUDGET_NANOS, ExchangeRequest.MAX_BUDGET_NANOS)
                ::parse),
        Math.toIntExact(sweeps),
        MeasureOptions.DEFAULT.gapNanos());
  }

  private static CpuSet someCpus(String text) {
    CpuSet cpus = CpuSet.parse(text);
    if (cpus.isEmpty()) {
      throw new IllegalArgumentException("the list of CPUs is empty (expected such as 0-3,8)");
    }
    return cpus;
  }
}
