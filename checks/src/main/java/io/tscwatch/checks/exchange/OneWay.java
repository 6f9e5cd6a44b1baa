package io.tscwatch.checks.exchange;

/**
 * The best sample of one direction: the smallest {@code received - sent} seen, with the two counter
 * values that made it. By causality it is an upper bound of (offset of the receiver - offset of the
 * sender).
 *
 * @param sentCycles the sender's counter, read before the value was published
 * @param receivedCycles the receiver's counter, read after the value had arrived
 * @param samples how many distinct values were received in certified blocks
 */
public record OneWay(long sentCycles, long receivedCycles, long samples) {

  /** {@code received - sent}, as a signed 64-bit difference. */
  public long cycles() {
    return receivedCycles - sentCycles;
  }
}
