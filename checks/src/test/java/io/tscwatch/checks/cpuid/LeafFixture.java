package io.tscwatch.checks.cpuid;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The leaves of a machine, one a line in hexadecimal: leaf subleaf eax ebx ecx edx. */
public final class LeafFixture {

  private LeafFixture() {}

  public static List<CpuidLeaf> of(String machine) {
    String path = "/cpuid/" + machine + ".txt";
    try (InputStream in =
        Objects.requireNonNull(LeafFixture.class.getResourceAsStream(path), path)) {
      List<CpuidLeaf> leaves = new ArrayList<>();
      for (String line :
          new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList()) {
        if (!line.startsWith("#")) {
          int[] n =
              List.of(line.strip().split(" ")).stream()
                  .mapToInt(word -> Integer.parseUnsignedInt(word, 16))
                  .toArray();
          leaves.add(new CpuidLeaf(n[0], n[1], n[2], n[3], n[4], n[5]));
        }
      }
      return leaves;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static CpuidFacts facts(String machine) {
    return CpuidFacts.decode(of(machine));
  }
}
