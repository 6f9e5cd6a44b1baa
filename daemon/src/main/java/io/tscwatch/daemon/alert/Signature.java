package io.tscwatch.daemon.alert;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a body is signed: HMAC-SHA256 (RFC 2104) of the time of sending, a full stop, and the body.
 * The time is signed too, so that a receiver can refuse what somebody recorded and sends again.
 */
final class Signature {

  /** Seconds since 1970, when it was sent. */
  static final String TIME_HEADER = "Tscwatch-Timestamp";

  /** {@code sha256=} and 64 hexadecimal digits. */
  static final String HEADER = "Tscwatch-Signature";

  private Signature() {}

  static String of(byte[] body, long seconds, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(US_ASCII), "HmacSHA256"));
      mac.update((seconds + ".").getBytes(US_ASCII));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JVM has HmacSHA256", e);
    }
  }
}
