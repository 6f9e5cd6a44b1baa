package io.tscwatch.bench.report;

/**
 * Something that was promised, and the figure.
 *
 * @param issue the number of the issue that set the goal
 * @param what is measured, a few words
 * @param goal as the issue words it, short
 * @param figure as measured
 * @param met whether the figure meets the goal
 * @param remark why it does not, or what has to be known to read it; empty: nothing
 */
public record Claim(
    int issue, String what, String goal, String figure, boolean met, String remark) {

  /** A claim that needs no remark. */
  public Claim(int issue, String what, String goal, String figure, boolean met) {
    this(issue, what, goal, figure, met, "");
  }
}
