// Reads the matrix and turns it into pictures, off the page's thread: 2048 CPUs are 4 million cells.

import {classify, decode, halve, pair} from './matrix-cells.js';

/** Pictures smaller than this are not halved further. */
const SMALLEST = 200;

let matrix = null;
let order = [];
let frequency = null;

async function load() {
  const response = await fetch('/v1/matrix?format=binary', {cache: 'no-store'});
  if (!response.ok) {
    throw new Error(`the daemon answered with ${response.status}`);
  }
  matrix = decode(await response.arrayBuffer());
}

async function picture(plane, size, colours) {
  const image = new ImageData(size, size);
  const pixels = new Uint32Array(image.data.buffer);
  for (let k = 0; k < plane.length; k++) {
    pixels[k] = colours[plane[k]];
  }
  return createImageBitmap(image);
}

async function draw({places, frequency: hertz, limitNanos, mode, colours}) {
  frequency = hertz;
  const indices = new Map(matrix.cpus.map((cpu, index) => [cpu, index]));
  const known = places.filter((cpu) => indices.has(cpu));
  const placed = new Set(known);
  const cpus = [...known, ...matrix.cpus.filter((cpu) => !placed.has(cpu))];
  order = cpus.map((cpu) => indices.get(cpu));
  const {plane, tally, furthest} = classify(matrix, order, frequency, limitNanos, mode);
  const levels = [];
  let level = {plane, size: matrix.count};
  for (;;) {
    levels.push(await picture(level.plane, level.size, colours));
    if (level.size <= SMALLEST) {
      break;
    }
    level = halve(level.plane, level.size);
  }
  const {row, column} = furthest;
  postMessage({
    kind: 'drawn', cpus, plane, levels, tally, asOfMillis: matrix.asOfMillis,
    furthest: furthest.size < 0 ? null
      : {cpu: cpus[column], against: cpus[row], ...pair(matrix, frequency, order[row], order[column])},
  }, [plane.buffer, ...levels]);
}

onmessage = async ({data}) => {
  try {
    if (data.kind === 'load') {
      await load();
    }
    if (!matrix) {
      return;
    }
    if (data.kind === 'ask') {
      const {ticket, row, column} = data;
      postMessage({kind: 'pair', ticket, row, column, pair: pair(matrix, frequency, order[row], order[column])});
    } else {
      await draw(data);
    }
  } catch (thrown) {
    postMessage({kind: 'failed', reason: thrown.message});
  }
};
