/**
 * The installed product on machines that tests can do to what they like: emulated ones, with as
 * many CPUs and sockets as a scenario asks for, an msr device, an HPET, CPU hotplug, and systemd as
 * PID 1.
 *
 * <p>{@code guest} boots a machine and runs commands in it, {@code scenario} says what has to be
 * true there, {@code report} writes down what was. Data enters as the .deb that {@code ./tscwatch
 * package} made and leaves as {@code .build/systemtest/report.txt}. Uses no other module: it sees
 * what a user sees.
 */
package io.tscwatch.systemtest;
