package io.tscwatch.daemon.http;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * A part of the status that others than the watch know.
 *
 * @param name of the field
 * @param state what is known now: immutable, and equal to another if it writes the same; asked by
 *     any thread
 */
public record StatusSection(String name, Supplier<? extends Fields> state) {

  /** Writes the fields of an object, without the braces around them. */
  public interface Fields {
    void write(JsonGenerator json) throws IOException;
  }
}
