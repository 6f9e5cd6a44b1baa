package io.tscwatch.checks.kvm.host;

/** How a vCPU's run ended. */
public enum VcpuOutcome {
  /** It read its TSC and halted, as often as it was asked. */
  HALTED,
  /** It did not halt within its time and was interrupted. */
  TIMED_OUT,
  /** KVM_RUN returned for another reason than HLT; the detail is the exit reason. */
  EXITED,
  /** KVM_RUN failed; the detail is its errno. */
  REFUSED,
  /** No thread could be had to run it; the detail is an errno. */
  NO_THREAD,
  /** It neither halted nor could be interrupted. */
  STUCK
}
