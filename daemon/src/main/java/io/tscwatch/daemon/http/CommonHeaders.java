package io.tscwatch.daemon.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** What every answer says to browsers: nothing of this is for other sites, and is what it says. */
final class CommonHeaders {

  private static final PreEncodedHttpField[] FIELDS = {
    new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
    new PreEncodedHttpField(
        "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
    new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
  };

  private CommonHeaders() {}

  static void addTo(HttpFields.Mutable headers) {
    for (PreEncodedHttpField field : FIELDS) {
      headers.put(field);
    }
  }
}
