package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tscwatch.daemon.alert.Poster.Accepted;
import io.tscwatch.daemon.alert.Poster.Failed;
import io.tscwatch.daemon.alert.Poster.Outcome;
import io.tscwatch.daemon.alert.Poster.Refused;
import io.tscwatch.daemon.monitor.Partner;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PosterTest {

  private static final long NOW_SECONDS = 1_772_366_400L;
  private static final String BODY = "{\"a\":1}";

  @TempDir private Path folder;

  private Outcome post(String yaml) throws InterruptedException {
    return new Poster(Examples.target(folder, yaml), "1.2.3").post(BODY, NOW_SECONDS);
  }

  private Path secret(String text, String permissions) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    return file;
  }

  @Test
  void theBodyIsSignedWithTheTimeAndTheTokenIsSent() throws Exception {
    Path file = secret("key\n", "rw-r-----");
    try (Receiver receiver = Receiver.start()) {
      Outcome outcome =
          post(
              "{ name: x, type: webhook, url: 'http://127.0.0.1:%d/a', secret-file: %s, bearer-token-file: %s }"
                  .formatted(receiver.port(), file, file));
      Receiver.Request request = receiver.requests().get(0);

      assertThat(outcome).isEqualTo(new Accepted(200));
      assertThat(request.path()).isEqualTo("/a");
      assertThat(request.body()).isEqualTo("{\"a\":1}");
      assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer key");
      assertThat(request.headers().getFirst("Tscwatch-Timestamp")).isEqualTo("1772366400");
      // printf '1772366400.{"a":1}' | openssl dgst -sha256 -hmac key
      assertThat(request.headers().getFirst("Tscwatch-Signature"))
          .isEqualTo(Signature.of(BODY.getBytes(UTF_8), NOW_SECONDS, "key"))
          .isEqualTo("sha256=90a64f88ebf606de162bfece044c01c80129bba6361c091018f52b4b50366e6b");
    }
  }

  @Test
  void anAlertmanagerIsToldAtItsPath() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      post("{ name: x, type: alertmanager, url: 'http://127.0.0.1:" + receiver.port() + "/am/' }");

      assertThat(receiver.requests().get(0).path()).isEqualTo("/am/api/v2/alerts");
    }
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (Receiver elsewhere = Receiver.start();
        Receiver receiver = Receiver.start()) {
      receiver.redirectTo("http://127.0.0.1:" + elsewhere.port() + "/");
      Outcome outcome =
          post("{ name: x, type: webhook, url: 'http://127.0.0.1:" + receiver.port() + "/' }");

      assertThat(outcome)
          .isEqualTo(new Failed("it answers 307: noted [2J (redirects are not followed)"));
      assertThat(elsewhere.requests()).isEmpty();
    }
  }

  @Test
  void whatIsAboutTheDocumentIsRefusedAndTheRestMayWorkLater() throws Exception {
    try (Receiver receiver = Receiver.start()) {
      String target =
          "{ name: x, type: webhook, url: 'http://127.0.0.1:" + receiver.port() + "/' }";
      for (int status : new int[] {400, 413, 415, 422}) {
        receiver.answerWith(status);
        assertThat(post(target)).isInstanceOf(Refused.class);
      }
      for (int status : new int[] {401, 403, 404, 408, 429, 500, 503}) {
        receiver.answerWith(status);
        assertThat(post(target)).isInstanceOf(Failed.class);
      }
    }
  }

  @Test
  void aServerThatNeverEndsItsAnswerHoldsNothingUp() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread endless = new Thread(() -> answerForEver(server));
      endless.setDaemon(true);
      endless.start();
      long began = System.nanoTime();
      Outcome outcome =
          post(
              "{ name: x, type: webhook, timeout: 1s, url: 'http://127.0.0.1:"
                  + server.getLocalPort()
                  + "/' }");

      // What it says is cut at 512 bytes; with fewer it would be the timeout that ends it.
      assertThat(outcome).isEqualTo(new Accepted(200));
      assertThat(System.nanoTime() - began).isLessThan(20_000_000_000L);
    }
  }

  private static void answerForEver(ServerSocket server) {
    try (Socket client = server.accept()) {
      InputStream in = client.getInputStream();
      in.read(new byte[4096]);
      client
          .getOutputStream()
          .write("HTTP/1.1 200 x\r\nContent-Length: 99999999\r\n\r\n".getBytes(UTF_8));
      while (true) {
        client.getOutputStream().write(new byte[100]);
      }
    } catch (IOException e) {
      // The poster has heard enough and closed the connection: what this is for.
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTokenThatOthersMayReadIsNotUsed() throws Exception {
    Path file = secret("key", "rw-r--r--");
    Outcome outcome =
        post(
            "{ name: x, type: webhook, url: 'http://127.0.0.1:1/', bearer-token-file: "
                + file
                + " }");

    assertThat(outcome).isInstanceOf(Failed.class);
    assertThat(outcome.toString()).contains("others may read or change it").doesNotContain("key,");
  }

  @Test
  void onlyACertificateOfTheCaFileIsBelieved() throws Exception {
    Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
    assumeTrue(Files.isExecutable(keytool), "this JVM has no keytool: nothing tested");
    Path store = folder.resolve("store.p12");
    Path pem = folder.resolve("ca.pem");
    run(
        keytool,
        "-genkeypair",
        "-alias",
        "x",
        "-keyalg",
        "EC",
        "-dname",
        "CN=x",
        "-ext",
        "san=ip:127.0.0.1",
        "-keystore",
        store,
        "-storepass",
        "secret",
        "-validity",
        "2");
    run(
        keytool,
        "-exportcert",
        "-rfc",
        "-alias",
        "x",
        "-file",
        pem,
        "-keystore",
        store,
        "-storepass",
        "secret");
    KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
    managers.init(keys, "secret".toCharArray());
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(managers.getKeyManagers(), null, null);
    try (Receiver receiver = new Receiver(0, Optional.of(tls))) {
      String url = "url: 'https://127.0.0.1:" + receiver.port() + "/'";

      assertThat(post("{ name: x, type: webhook, " + url + ", ca-file: " + pem + " }"))
          .isEqualTo(new Accepted(200));
      assertThat(post("{ name: x, type: webhook, " + url + " }")).isInstanceOf(Failed.class);
      assertThat(
              post(
                  "{ name: x, type: webhook, url: 'https://localhost:%d/', ca-file: %s }"
                      .formatted(receiver.port(), pem)))
          .isInstanceOf(Failed.class);
      assertThat(receiver.requests()).hasSize(1);
    }
  }

  private static void run(Object... command) {
    Partner.Outcome outcome = Partner.run("", command);
    assertThat(outcome.exitCode()).as(outcome.out()).isZero();
  }

  @Test
  void nobodyThereIsAFailure() throws Exception {
    assertThat(post("{ name: x, type: webhook, url: 'http://127.0.0.1:1/' }"))
        .isEqualTo(new Failed("no connection"));
  }
}
