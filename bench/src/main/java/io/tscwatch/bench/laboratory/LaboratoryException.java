package io.tscwatch.bench.laboratory;

/** The kernel refused the laboratory's threads, or did not run them to their end. */
public final class LaboratoryException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LaboratoryException(String message) {
    super(message);
  }
}
