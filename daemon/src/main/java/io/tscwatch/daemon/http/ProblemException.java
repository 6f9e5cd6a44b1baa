package io.tscwatch.daemon.http;

/** A request that cannot be answered as it wants. */
final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ProblemException(int status, String detail) {
    // No stack trace: it says what a client did wrong, as often as a client likes.
    super(detail, null, false, false);
    this.problem = new Problem(status, detail);
  }

  Problem problem() {
    return problem;
  }
}
