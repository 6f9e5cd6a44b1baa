package io.tscwatch.daemon.http;

import org.eclipse.jetty.http.HttpStatus;

/**
 * An error as RFC 9457 has it. The type is {@code about:blank}: the status says what kind it is.
 *
 * @param status the HTTP status
 * @param detail one sentence for whoever made the request
 */
record Problem(int status, String detail) {

  static final String CONTENT_TYPE = "application/problem+json";

  byte[] bytes() {
    return JsonBytes.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("type", "about:blank");
          json.writeStringField("title", HttpStatus.getMessage(status));
          json.writeNumberField("status", status);
          json.writeStringField("detail", detail);
          json.writeEndObject();
        });
  }
}
