package io.tscwatch.systemtest.scenario;

/** The MESSAGE_IDs that the journal is searched by. They are the product's, and never change. */
final class Messages {

  static final String STARTED = "4784fb6aefc54c4c82c0edfa653b1612";
  static final String READY = "b4915c64046a4dd694a51d2a367068cf";
  static final String STOPPING = "0e0a5195c6564af9bbec4f674f6afd7e";
  static final String VERDICT_CHANGED = "ad52a557b80a4e9d924396c6663dd955";
  static final String FINDING_RAISED = "de2d08d6362e45f58df457683b3bba18";
  static final String FINDING_CLEARED = "eb276356a14c4329ba5fd41bb04fdd0a";
  static final String CLOCKSOURCE_CHANGED = "33aa7f0a5b38461b8ffc8da0ef210ee0";
  static final String CPU_HOTPLUG = "a7bd3bb45e6b4afa81cef4e0f446bba1";
  static final String CONFIGURATION_RELOADED = "911fd217a71240abaf1d742b0d7dbbd8";
  static final String CONFIGURATION_REFUSED = "cc4d8881c8744698b6527770451dd457";
  static final String HISTORY_PROBLEM = "49654fb4ffd04a88b3a13fb5e31f2e51";
  static final String PERMISSION_LOST = "d2837b1652584b98be7657fb2d4821c9";
  static final String CLOCKSOURCE_ENFORCED = "b65969cb44154c819c43cadac94e7735";
  static final String ENFORCEMENT_YIELDED = "ab1a10531b424f5794626b2de5325b38";

  private Messages() {}
}
