package io.tscwatch.systemd.journal;

/**
 * The kinds of event, each with the fixed 128-bit number by which journalctl and log collectors
 * find it: {@code journalctl MESSAGE_ID=...}. A number is never changed and never used again.
 */
public enum MessageId {
  STARTED("4784fb6aefc54c4c82c0edfa653b1612"),
  READY("b4915c64046a4dd694a51d2a367068cf"),
  STOPPING("0e0a5195c6564af9bbec4f674f6afd7e"),
  VERDICT_CHANGED("ad52a557b80a4e9d924396c6663dd955"),
  FINDING_RAISED("de2d08d6362e45f58df457683b3bba18"),
  FINDING_CLEARED("eb276356a14c4329ba5fd41bb04fdd0a"),
  HOST_SUSPENDED("2a21af7d6de84623aeaea433bd6c2f04"),
  GUEST_DISRUPTED("fbbbc00a95624bb4ac785c0360cd9d34"),
  CLOCK_SET("cbd61b027ea1460c93315a52a166c4ca"),
  CLOCKSOURCE_CHANGED("33aa7f0a5b38461b8ffc8da0ef210ee0"),
  CPU_HOTPLUG("a7bd3bb45e6b4afa81cef4e0f446bba1"),
  KERNEL_MESSAGE("a85633d065d44d92a8d51bff01c19970"),
  PROBE_STARVED("c00dad6c8aee49a69e1736ad37de7c0d"),
  CONFIGURATION_RELOADED("911fd217a71240abaf1d742b0d7dbbd8"),
  CONFIGURATION_REFUSED("cc4d8881c8744698b6527770451dd457"),
  HISTORY_PROBLEM("49654fb4ffd04a88b3a13fb5e31f2e51"),
  ALERT_PROBLEM("8a53843bc12a470cbe7ae57e15b51ad8"),
  PERMISSION_LOST("d2837b1652584b98be7657fb2d4821c9"),
  CLOCKSOURCE_ENFORCED("b65969cb44154c819c43cadac94e7735"),
  ENFORCEMENT_REFUSED("ceb45d1132d247389587c24abda1f1bd"),
  ENFORCEMENT_YIELDED("ab1a10531b424f5794626b2de5325b38"),
  UNEXPECTED_FAILURE("01687105b7794fe2a00e9b9ecb2edeea");

  private final String id;

  MessageId(String id) {
    this.id = id;
  }

  /** 32 lower-case hexadecimal digits, as sd-id128(3) prints them. */
  public String id() {
    return id;
  }

  @Override
  public String toString() {
    return id;
  }
}
