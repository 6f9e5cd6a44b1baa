package io.tscwatch.daemon;

import io.tscwatch.checks.verdict.Verdict;

/**
 * What the command exits with. The verdicts are those of monitoring plugins (0 to 3), the failures
 * those of sysexits.h.
 */
public final class ExitCode {

  public static final int RELIABLE = 0;
  public static final int RELIABLE_WITH_WARNINGS = 1;
  public static final int UNRELIABLE = 2;
  public static final int UNKNOWN = 3;

  /** EX_USAGE: wrong use of the command line. */
  public static final int USAGE = 64;

  /** EX_DATAERR: the input is not valid. */
  public static final int INVALID_INPUT = 65;

  /** EX_NOINPUT: the input cannot be read. */
  public static final int NO_INPUT = 66;

  /** EX_UNAVAILABLE: no daemon answers. */
  public static final int UNAVAILABLE = 69;

  /** EX_SOFTWARE: a fault of this program. */
  public static final int INTERNAL = 70;

  /** EX_CANTCREAT: the output cannot be written. */
  public static final int CANNOT_WRITE = 73;

  private ExitCode() {}

  /** The code of a verdict. */
  public static int of(Verdict verdict, boolean warnings) {
    return switch (verdict) {
      case RELIABLE -> warnings ? RELIABLE_WITH_WARNINGS : RELIABLE;
      case UNRELIABLE -> UNRELIABLE;
      case UNKNOWN -> UNKNOWN;
    };
  }
}
