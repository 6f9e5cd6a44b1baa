package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tscwatch.config.AlertTarget;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Posts to one target. The client is made with the first request: it costs threads and memory.
 *
 * <p>Redirects are not followed, nor is a proxy asked: what the settings name is what is spoken to.
 * For use by one thread.
 */
final class Poster {

  /** How a request ended. */
  sealed interface Outcome {}

  /** The target has it. */
  record Accepted(int status) implements Outcome {}

  /** The target will not take this one, however often it is sent. */
  record Refused(String why) implements Outcome {}

  /** The target does not have it; another time it may take it. */
  record Failed(String why) implements Outcome {}

  private final AlertTarget target;
  private final String version;
  private Optional<HttpClient> client = Optional.empty();

  Poster(AlertTarget target, String version) {
    this.target = target;
    this.version = version;
  }

  /** Where it posts to. */
  URI uri() {
    if (target.type() == AlertTarget.Type.WEBHOOK) {
      return target.url();
    }
    return URI.create(target.url().toString().replaceFirst("/+$", "") + "/api/v2/alerts");
  }

  /** Sends a JSON document and waits for the answer, no longer than the target's timeout. */
  Outcome post(String json, long nowSeconds) throws InterruptedException {
    CompletableFuture<HttpResponse<String>> answer;
    byte[] body = json.getBytes(UTF_8);
    try {
      HttpRequest request = request(body, nowSeconds);
      answer = client().sendAsync(request, info -> new FirstBytes());
    } catch (IOException e) {
      return new Failed(String.valueOf(e.getMessage()));
    }
    try {
      return judged(answer.get(target.timeoutNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      answer.cancel(true);
      return new Failed(
          "no answer within " + Duration.ofNanos(target.timeoutNanos()).toSeconds() + " s");
    } catch (ExecutionException e) {
      return new Failed(words(e.getCause() == null ? e : e.getCause()));
    } catch (InterruptedException e) {
      answer.cancel(true);
      throw e;
    }
  }

  private HttpRequest request(byte[] body, long nowSeconds) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri())
            .timeout(Duration.ofNanos(target.timeoutNanos()))
            .header("Content-Type", "application/json")
            .header("User-Agent", "tscwatch/" + version)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (target.bearerTokenFile().isPresent()) {
      String token = SecretFile.read(target.bearerTokenFile().get());
      request.header("Authorization", "Bearer " + token);
    }
    if (target.secretFile().isPresent()) {
      String secret = SecretFile.read(target.secretFile().get());
      request.header(Signature.TIME_HEADER, Long.toString(nowSeconds));
      request.header(Signature.HEADER, Signature.of(body, nowSeconds, secret));
    }
    return request.build();
  }

  private HttpClient client() throws IOException {
    if (client.isEmpty()) {
      HttpClient.Builder builder =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .followRedirects(HttpClient.Redirect.NEVER)
              .proxy(HttpClient.Builder.NO_PROXY)
              .connectTimeout(Duration.ofNanos(target.timeoutNanos()));
      if (target.caFile().isPresent()) {
        builder.sslContext(Trust.of(target.caFile().get()));
      }
      client = Optional.of(builder.build());
    }
    return client.get();
  }

  /**
   * 400, 413, 415 and 422 are about the document. Every other refusal is about the target or its
   * settings, which somebody may put right.
   */
  private static Outcome judged(HttpResponse<String> response) {
    int status = response.statusCode();
    String said = response.body().replaceAll("\\p{Cntrl}+", " ").strip();
    String answer = "it answers " + status + (said.isEmpty() ? "" : ": " + said);
    return switch (status / 100) {
      case 2 -> new Accepted(status);
      case 3 -> new Failed(answer + " (redirects are not followed)");
      default ->
          switch (status) {
            case 400, 413, 415, 422 -> new Refused(answer);
            default -> new Failed(answer);
          };
    };
  }

  private static String words(Throwable thrown) {
    if (thrown instanceof ConnectException) {
      return "no connection";
    }
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
