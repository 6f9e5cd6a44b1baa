package io.tscwatch.checks.cpuid;

/**
 * Family, model and stepping of leaf 1, EAX, the way the manuals add the extended fields up (Intel
 * SDM volume 2, CPUID, "Version Information"; AMD APM volume 3, appendix E.3.2).
 */
public record CpuSignature(int family, int model, int stepping) {

  static CpuSignature decode(int eax) {
    int family = eax >>> 8 & 0xf;
    int model = eax >>> 4 & 0xf;
    if (family == 6 || family == 0xf) {
      model |= (eax >>> 16 & 0xf) << 4;
    }
    if (family == 0xf) {
      family += eax >>> 20 & 0xff;
    }
    return new CpuSignature(family, model, eax & 0xf);
  }
}
