package io.tscwatch.daemon;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.tscwatch.checks.machine.Machine;

/** The modules table of the design, as far as class files can tell. */
@AnalyzeClasses(packages = "io.tscwatch", importOptions = ImportOption.DoNotIncludeTests.class)
class LayeringTest {

  private static final String CHECKS = "io.tscwatch.checks..";
  private static final String CONFIG = "io.tscwatch.config..";
  private static final String SYSTEMD = "io.tscwatch.systemd..";

  /** The JDK, and the annotations that leave no trace at run time. */
  private static final String[] PLATFORM = {"java..", "org.jspecify.annotations.."};

  @ArchTest
  static final ArchRule checksUseNothingButTheJdkAndJna =
      mayUseOnly(CHECKS, CHECKS, "com.sun.jna..");

  @ArchTest
  static final ArchRule configUsesNothingButTheJdkAndJackson =
      mayUseOnly(CONFIG, CONFIG, "com.fasterxml.jackson..", "org.yaml.snakeyaml..");

  @ArchTest
  static final ArchRule systemdUsesNothingButTheJdkJnaAndLog4j =
      mayUseOnly(
          SYSTEMD, SYSTEMD, "com.sun.jna..", "org.apache.logging.log4j..", "de.bwaldvogel.log4j..");

  @ArchTest
  static final ArchRule nativeTypesStayWhereTheMachineIsRead =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.tscwatch.checks.machine..",
              "io.tscwatch.checks.linux..",
              "io.tscwatch.checks.kvm.probe..",
              SYSTEMD)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.sun.jna..")
          .because("what judges must run from recorded input, on any machine");

  @ArchTest
  static final ArchRule judgementKnowsNoKindOfMachine =
      noClasses()
          .that()
          .resideInAPackage(CHECKS)
          .and()
          .doNotImplement(Machine.class)
          .and()
          .resideOutsideOfPackages(
              "io.tscwatch.checks.machine..",
              "io.tscwatch.checks.record..",
              "io.tscwatch.checks.simulate..")
          .should()
          .dependOnClassesThat()
          .implement(Machine.class)
          .because("the real, the simulated and the recorded machine are judged by the same code");

  @ArchTest
  static final ArchRule packagesOfChecksHaveNoCycles =
      slices().matching("io.tscwatch.checks.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modulesHaveNoCycles =
      slices().matching("io.tscwatch.(*)..").should().beFreeOfCycles();

  private static ArchRule mayUseOnly(String module, String... packages) {
    String[] allowed = new String[PLATFORM.length + packages.length];
    System.arraycopy(PLATFORM, 0, allowed, 0, PLATFORM.length);
    System.arraycopy(packages, 0, allowed, PLATFORM.length, packages.length);
    return classes()
        .that()
        .resideInAPackage(module)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed)
        .allowEmptyShould(true);
  }
}
