package io.tscwatch.daemon;

/**
 * A command cannot do what it was asked; the message is a sentence for the user, without a stack
 * trace. Thrown by commands, caught by {@link Main}.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int exitCode;

  /**
   * A failure.
   *
   * @param exitCode of {@link ExitCode}
   * @param message a sentence that names the file or option, and what is wrong with it
   */
  public Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }
}
