// The page's pure modules, tried where they run. Returns what is not as it should be.
const format = await import('/page/format.js');
const cells = await import('/page/matrix-cells.js');
const {markdown} = await import('/page/markdown.js');
const failures = [];
const plain = (text) => String(text).replaceAll('\u202f', ' ').replaceAll('\u2212', '-');
const same = (what, actual, expected) => {
  if (plain(actual) !== plain(expected)) {
    failures.push(`${what}: ${plain(actual)} instead of ${plain(expected)}`);
  }
};

same('nanoseconds stay whole', format.nanosInterval(-21, 21), '-21 … +21 ns');
same('a bound is rounded away from zero', format.nanosInterval(-10_001, 10_001), '-10.01 … +10.01 µs');
same('also where both are on one side', format.nanosInterval(50_001, 60_001), '+50.00 … +60.01 µs');
same('a magnitude is rounded up', format.nanos(12_341), '12.35 µs');
same('rates', format.rateInterval(-2718, 2744), '-2.72 … +2.75 ppb');
same('large rates', format.rateInterval(-20_000_000, 1_000_001), '-20.00 … +1.01 ppm');
same('a list of CPUs', format.cpuList([0, 1, 2, 5, 8, 9]), '0-2,5,8-9');
same('a list is read', JSON.stringify(format.parseCpuList('0-2, 5')), '[[0,2],[5,5]]');
same('what is no list', format.parseCpuList('fault'), 'null');
same('a time', format.duration(11_520_000), '3 h 12 min');
same('a short time', format.duration(450), '0.5 s');
same('words', format.words('tscAdjustCycles'), 'TSC adjust cycles');

const frequency = {minHertz: 999_999_990, maxHertz: 1_000_000_010};
const matrix = {count: 3, none: 0x7fff, cpus: [0, 1, 2], cells: Int16Array.of(
  0, 100, 0x7fff,
  -80, 0, 500,
  90, 2000, 0)};
const order = [0, 1, 2];
const bound = cells.classify(matrix, order, frequency, 1000, 'bound');
same('a warp is proven', bound.plane[1], cells.APART);
same('both ways', bound.plane[3], cells.APART);
same('a missing direction is no bound', bound.plane[2], cells.NO_BOUND);
same('too wide is not resolved', bound.plane[5], cells.UNRESOLVED);
same('itself', bound.plane[0], cells.SELF);
const width = cells.classify(matrix, order, frequency, 1000, 'width');
same('a narrow warp is narrow', width.plane[1] >= 1 && width.plane[1] <= 3, 'true');
same('outward', JSON.stringify(cells.pair(matrix, frequency, 0, 1)),
  '{"lower":79,"upper":101,"nanos":true}');
same('a half keeps the gravest', cells.halve(Uint8Array.of(0, 1, 2, 1, 0, 11, 2, 11, 0), 3).plane.join(),
  '1,11,11,0');

const host = document.createElement('div');
host.append(...markdown('## Title\ntext with `code` <img src=x>\n\n- one\n  more\n- two\n\n    a block'));
same('markdown', host.innerHTML,
  '<h3>Title</h3><p>text with <code>code</code> &lt;img src=x&gt;</p>'
  + '<ul><li>one more</li><li>two</li></ul><pre tabindex="0">a block</pre>');
return failures;
