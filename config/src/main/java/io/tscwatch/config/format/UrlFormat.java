package io.tscwatch.config.format;

import java.net.URI;
import java.net.URISyntaxException;

/** An {@code http} or {@code https} URL with a host, without user name, query and fragment. */
public final class UrlFormat implements ValueFormat<URI> {

  public static final UrlFormat URL = new UrlFormat();

  private UrlFormat() {}

  @Override
  public URI parse(String text) {
    URI uri;
    try {
      uri = new URI(text.strip());
    } catch (URISyntaxException e) {
      throw new WrongValueException("is not a URL", expected());
    }
    boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    if (!web || uri.getHost() == null || uri.getPort() > 65_535) {
      throw new WrongValueException("is not an http or https URL with a host", expected());
    }
    // A password here would end up in logs and in `config show`.
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      throw new WrongValueException("has a user name, a query or a fragment", expected());
    }
    return uri;
  }

  @Override
  public String print(URI value) {
    return value.toString();
  }

  @Override
  public String expected() {
    return "a URL such as http://127.0.0.1:4318/v1/metrics";
  }
}
