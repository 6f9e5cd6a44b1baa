package io.tscwatch.systemtest.scenario;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A class that {@code ./verify --system} runs. Its tests come in their {@code @Order}, and classes
 * in theirs, so that those on one machine follow each other and share its guest.
 */
@Tag("system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Scenario {

  /**
   * What those that run beside the guests lock, one after the other. A lock on a class also keeps
   * its tests on one thread and in their order, which a concurrent class would not.
   */
  String BESIDE = "beside the guests";
}
