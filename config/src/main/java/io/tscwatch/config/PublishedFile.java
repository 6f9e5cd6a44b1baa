package io.tscwatch.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that are shipped with the settings. */
public enum PublishedFile {
  /** The commented file that gives exactly the defaults. */
  DEFAULT_FILE("default-tscwatch.yaml"),
  /** The JSON schema (draft 2020-12) of the file, for editors. */
  SCHEMA("tscwatch.schema.json");

  private final String resource;

  PublishedFile(String resource) {
    this.resource = resource;
  }

  /** The whole text. */
  public String text() {
    try (InputStream in = PublishedFile.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in this jar: " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
  }
}
