package io.tscwatch.checks.read;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * One raw read of the machine: the value, or the reason why there is none.
 *
 * <p>The four answers are kept apart because they lead to different advice: a thing that does not
 * exist on this machine, a thing that exists but may not be read by this process, and a thing that
 * should have been readable but failed. None of them is ever "fine".
 *
 * <p>Immutable when {@code T} is; safe for use by many threads.
 *
 * @param <T> what is read
 */
public sealed interface Reading<T> {

  /** The value was read. */
  record Present<T>(T value) implements Reading<T> {

    /**
     * By hand, as in {@link Absent}: the watch compares what it reads each second with what it read
     * before, and a record's own is made of method handles, which are dear until compiled.
     */
    @Override
    public boolean equals(Object other) {
      return other instanceof Present<?> present && Objects.equals(value, present.value);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(value);
    }
  }

  /** The thing does not exist here, for example no such file or no such MSR. */
  record Absent<T>(String reason) implements Reading<T> {

    @Override
    public boolean equals(Object other) {
      return other instanceof Absent<?> absent && Objects.equals(reason, absent.reason);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(reason);
    }
  }

  /**
   * The thing exists, but this process may not read it.
   *
   * @param remedy which capability, group or file mode would grant it
   */
  record Denied<T>(String reason, String remedy) implements Reading<T> {}

  /** The thing exists and may be read, but the read failed. */
  record Failed<T>(String reason) implements Reading<T> {}

  static <T> Reading<T> present(T value) {
    return new Present<>(value);
  }

  static <T> Reading<T> absent(String reason) {
    return new Absent<>(reason);
  }

  static <T> Reading<T> denied(String reason, String remedy) {
    return new Denied<>(reason, remedy);
  }

  static <T> Reading<T> failed(String reason) {
    return new Failed<>(reason);
  }

  /** The value if it was read, else empty. */
  default Optional<T> toOptional() {
    return this instanceof Present<T> present ? Optional.of(present.value()) : Optional.empty();
  }

  /** Why there is no value; empty when there is one. */
  default Optional<String> whyNot() {
    if (this instanceof Absent<T> absent) {
      return Optional.of(absent.reason());
    }
    if (this instanceof Denied<T> denied) {
      return Optional.of(denied.reason());
    }
    if (this instanceof Failed<T> failed) {
      return Optional.of(failed.reason());
    }
    return Optional.empty();
  }

  /** The same answer with the value, if any, turned into something else. */
  default <R> Reading<R> map(Function<? super T, ? extends R> function) {
    return flatMap(value -> new Present<>(function.apply(value)));
  }

  /** The same answer with the value, if any, used for a further read. */
  default <R> Reading<R> flatMap(Function<? super T, Reading<R>> function) {
    if (this instanceof Present<T> present) {
      return function.apply(present.value());
    }
    if (this instanceof Absent<T> absent) {
      return new Absent<>(absent.reason());
    }
    if (this instanceof Denied<T> denied) {
      return new Denied<>(denied.reason(), denied.remedy());
    }
    return new Failed<>(((Failed<T>) this).reason());
  }
}
