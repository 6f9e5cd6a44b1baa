package io.tscwatch.checks.verdict;

import io.tscwatch.checks.facts.Facts;
import io.tscwatch.checks.finding.ReferenceVote;
import io.tscwatch.checks.kvm.KvmclockPage;
import io.tscwatch.checks.linux.ClocksourceChoice;
import io.tscwatch.checks.linux.KernelFacts;
import io.tscwatch.checks.verdict.Recommendation.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What to do about clocksource, boot parameters, kvmclock and programs, from the verdict. */
final class Recommendations {

  private final Verdict verdict;
  private final String agreement;
  private final Facts facts;
  private final ReferenceVote vote;

  private Recommendations(Verdict verdict, String agreement, Facts facts, ReferenceVote vote) {
    this.verdict = verdict;
    this.agreement = agreement;
    this.facts = facts;
    this.vote = vote;
  }

  /**
   * The recommendations.
   *
   * @param vote what other clocks say of the TSC's rate
   * @param agreement how well the CPUs agree, for people; used if the verdict is RELIABLE
   */
  static List<Recommendation> of(
      Verdict verdict, String agreement, Facts facts, ReferenceVote vote) {
    return new Recommendations(verdict, agreement, facts, vote).all();
  }

  private List<Recommendation> all() {
    List<Recommendation> all = new ArrayList<>();
    clocksource().ifPresent(s -> all.add(new Recommendation(Topic.CLOCKSOURCE, s)));
    all.add(new Recommendation(Topic.TSC_PARAMETER, parameter()));
    kvmclock().ifPresent(s -> all.add(new Recommendation(Topic.KVMCLOCK, s)));
    all.add(new Recommendation(Topic.RDTSC, rdtsc()));
    return all;
  }

  private Optional<String> clocksource() {
    Optional<String> current = facts.kernel().currentClocksource().toOptional();
    Optional<List<String>> available = facts.kernel().availableClocksources().toOptional();
    if (current.isEmpty() || available.isEmpty()) {
      return Optional.empty();
    }
    boolean onTsc = current.get().equals("tsc");
    String write = " (echo %s > " + KernelFacts.CURRENT_CLOCKSOURCE_FILE + ")";
    return Optional.of(
        switch (verdict) {
          case RELIABLE ->
              onTsc
                  ? "Keep tsc."
                  : available.get().contains("tsc")
                      ? "tsc may be used; the clock is "
                          + current.get()
                          + write.formatted("tsc")
                          + "."
                      : "Keep "
                          + current.get()
                          + ": the kernel does not offer tsc until the next boot.";
          case UNRELIABLE ->
              onTsc
                  ? ClocksourceChoice.insteadOf("tsc", available.get(), corrected()).stream()
                      .findFirst()
                      .map(ClocksourceChoice.Candidate::name)
                      .map(other -> "Switch to " + other + " now" + write.formatted(other) + ".")
                      .orElse("Leave tsc; but the kernel offers no other clocksource here.")
                  : "Keep " + current.get() + "; do not switch to tsc.";
          case UNKNOWN -> "Change nothing on this evidence; the clock is " + current.get() + ".";
        });
  }

  private boolean corrected() {
    return facts.kvmclock().toOptional().map(page -> !page.tscStable()).orElse(false);
  }

  private String parameter() {
    boolean reliable = facts.kernel().bootedWithTsc("reliable");
    boolean off = reliable || facts.kernel().bootedWithTsc("nowatchdog");
    String set = reliable ? "tsc=reliable" : "tsc=nowatchdog";
    return switch (verdict) {
      case RELIABLE ->
          off
              ? set + " is set and hides no fault that was found; keep tscwatch watching."
              : "Neither tsc=reliable nor tsc=nowatchdog is needed. tsc=nowatchdog would hide no"
                  + " disagreement between CPUs now; "
                  + (vote == ReferenceVote.TSC_CONFIRMED
                      ? "and independent clocks confirm the rate."
                      : "whether the rate is right is not known.");
      case UNRELIABLE ->
          off
              ? "Remove " + set + ": it hides a fault."
              : "Do not set tsc=reliable or tsc=nowatchdog: either would hide a fault.";
      case UNKNOWN -> "Do not set tsc=reliable or tsc=nowatchdog on this evidence.";
    };
  }

  private Optional<String> kvmclock() {
    Optional<KvmclockPage> page = facts.kvmclock().toOptional();
    if (page.isEmpty()) {
      return facts.kvmGuest()
          ? Optional.of("Whether the host declares this guest's TSC stable cannot be seen here.")
          : Optional.empty();
    }
    boolean stable = page.get().tscStable();
    return Optional.of(
        switch (verdict) {
          case RELIABLE ->
              stable
                  ? "The host declares this guest's TSC stable, and the measurement agrees."
                  : "The host does not declare this guest's TSC stable, although its CPUs agree:"
                      + " ask whether the host's clocksource is the TSC.";
          case UNRELIABLE ->
              stable
                  ? "The host declares this guest's TSC stable, which is not justified: on the"
                      + " host, switch to another clocksource, or move the guest."
                  : "The host rightly does not declare this guest's TSC stable.";
          case UNKNOWN ->
              "The host "
                  + (stable ? "declares" : "does not declare")
                  + " this guest's TSC stable; whether that is justified is not known.";
        });
  }

  private String rdtsc() {
    return switch (verdict) {
      case RELIABLE -> "May read the TSC on any measured CPU: " + agreement;
      case UNRELIABLE ->
          "Should not compare TSC values of different CPUs; use clock_gettime(2) after the"
              + " clocksource was changed.";
      case UNKNOWN -> "Should use clock_gettime(2) until this is resolved.";
    };
  }
}
