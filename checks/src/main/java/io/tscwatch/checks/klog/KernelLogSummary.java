package io.tscwatch.checks.klog;

/**
 * What a kernel log amounts to, in plain words.
 *
 * @param condemned true if the kernel declared the TSC unstable
 * @param suspect what the evidence points at
 * @param did what the kernel did, one sentence or more
 * @param because why the evidence points there
 * @param advice what to do
 */
public record KernelLogSummary(
    boolean condemned, Suspect suspect, String did, String because, String advice) {

  /** What the evidence points at and why, one sentence or more. */
  public String evidence() {
    return suspect == Suspect.NOTHING
        ? because
        : "The evidence points at " + suspect.words() + ": " + because;
  }

  /** All of it as one paragraph. */
  public String paragraph() {
    return did + " " + evidence() + " " + advice;
  }
}
