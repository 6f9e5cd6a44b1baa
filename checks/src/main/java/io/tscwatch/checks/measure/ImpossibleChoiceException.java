package io.tscwatch.checks.measure;

/**
 * The options name CPUs or pairs that the machine does not have, or that are not to be measured.
 * The message is a sentence for whoever named them.
 */
public final class ImpossibleChoiceException extends IllegalArgumentException {

  private static final long serialVersionUID = 1;

  ImpossibleChoiceException(IllegalArgumentException cause) {
    super(cause.getMessage(), cause);
  }
}
