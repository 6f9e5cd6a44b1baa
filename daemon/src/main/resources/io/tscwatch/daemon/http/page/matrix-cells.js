// The matrix as numbers: decoding what /v1/matrix?format=binary sends, and what each cell says.
// Pure functions, for the worker and for tests.

/** What a cell says, ordered: a block of cells says the gravest of them. */
export const SELF = 0;
/** 1 to 8: within the limit; each step is half of the next, 8 reaches the limit. */
export const STEPS = 8;
export const NO_BOUND = 9;
export const UNRESOLVED = 10;
export const APART = 11;

const MAGIC = 'TSCWMTX1';
const CELLS = {2: [Int16Array, 0x7fff], 4: [Int32Array, 0x7fffffff]};

/** Cells of 64 bits as doubles: beyond 2^53 cycles nobody reads single ones. */
function wideCells(buffer, offset, length) {
  const exact = new BigInt64Array(buffer, offset, length);
  const none = 0x7fffffffffffffffn;
  return Float64Array.from(exact, (value) => (value === none ? Infinity : Number(value)));
}

/** What the daemon sent. Cell [i * count + j] bounds offset(cpus[j]) - offset(cpus[i]) from above. */
export function decode(buffer) {
  const view = new DataView(buffer);
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 8));
  if (magic !== MAGIC) {
    throw new Error(`this is no matrix: it begins with ${magic}`);
  }
  const count = view.getUint32(8, true);
  const bytes = view.getUint32(12, true);
  const start = 24 + Math.ceil(count / 2) * 8;
  const [Type, none] = CELLS[bytes] ?? [null, Infinity];
  return {
    count,
    asOfMillis: Number(view.getBigInt64(16, true) / 1_000_000n),
    cpus: Array.from(new Uint32Array(buffer, 24, count)),
    none,
    cells: Type ? new Type(buffer, start, count * count) : wideCells(buffer, start, count * count),
  };
}

/**
 * What each cell says, rows and columns in an order of one's own.
 *
 * @param order indices into the matrix's CPUs
 * @param frequency as the status has it; null if not known
 * @param mode `bound` judges the largest offset that is possible, `width` the interval's width
 * @returns the plane of count * count, and how often each value is in the half above the diagonal
 */
export function classify(matrix, order, frequency, limitNanos, mode) {
  const {count, cells, none} = matrix;
  const plane = new Uint8Array(count * count);
  const tally = new Uint32Array(APART + 1);
  const limit = frequency ? limitNanos * frequency.minHertz / 1e9 : 0;
  const scale = limit > 0 ? 256 / limit : 0;
  const byWidth = mode === 'width';
  const furthest = {size: -1, row: 0, column: 0};
  for (let row = 0; row < count; row++) {
    const i = order[row];
    for (let column = row + 1; column < count; column++) {
      const j = order[column];
      const upper = cells[i * count + j];
      const back = cells[j * count + i];
      let says;
      if (upper === none || back === none) {
        says = NO_BOUND;
      } else {
        const size = byWidth ? upper + back : Math.max(upper, back);
        if (size > furthest.size) {
          furthest.size = size;
          furthest.row = row;
          furthest.column = column;
        }
        if (!byWidth && (upper < 0 || back < 0)) {
          says = APART;
        } else if (size > limit) {
          says = UNRESOLVED;
        } else {
          says = Math.min(STEPS, Math.max(1, 32 - Math.clz32(size * scale)));
        }
      }
      tally[says]++;
      plane[row * count + column] = says;
      plane[column * count + row] = says;
    }
  }
  return {plane, tally, furthest};
}

/** A plane of half the width and height: each value is the gravest of the four. */
export function halve(plane, size) {
  const half = Math.ceil(size / 2);
  const result = new Uint8Array(half * half);
  for (let row = 0; row < size; row++) {
    const from = row * size;
    const to = (row >> 1) * half;
    for (let column = 0; column < size; column++) {
      const value = plane[from + column];
      const place = to + (column >> 1);
      if (value > result[place]) {
        result[place] = value;
      }
    }
  }
  return {plane: result, size: half};
}

/** One pair in nanoseconds, rounded outward; cycles if the frequency is not known. */
export function pair(matrix, frequency, i, j) {
  const upper = matrix.cells[i * matrix.count + j];
  const back = matrix.cells[j * matrix.count + i];
  if (upper === matrix.none || back === matrix.none) {
    return null;
  }
  if (!frequency) {
    return {lower: -back, upper, nanos: false};
  }
  // The slower the counter, the longer its cycles: away from zero is the safe side of each end.
  const {minHertz, maxHertz} = frequency;
  return {
    lower: Math.floor(-back * 1e9 / (back > 0 ? minHertz : maxHertz)),
    upper: Math.ceil(upper * 1e9 / (upper > 0 ? minHertz : maxHertz)),
    nanos: true,
  };
}
