// The matrix on a canvas: what is visible of it, the groups' borders and names, the cursor.
// Drawing is at most one picture, some lines and the marks of the cells that are large enough.

import {APART, NO_BOUND, UNRESOLVED} from './matrix-cells.js';
import {MARKS, palette} from './matrix-paint.js';

const LARGEST_CELL = 56;
const MARK_FROM = 9;
const GRID_FROM = 6;
const NUMBER_FROM = 15;
const LABEL_PX = 11;

/** Runs of neighbours that share a group: [from, until, name]. */
function runs(keys) {
  const found = [];
  for (let from = 0; from < keys.length;) {
    let until = from + 1;
    while (until < keys.length && keys[until] === keys[from]) {
      until++;
    }
    found.push([from, until, keys[from]]);
    from = until;
  }
  return found;
}

export class MatrixView {
  #canvas;
  #context;
  #frame = 0;
  #picture = null;
  #groups = {package: [], llc: []};
  #flags = new Map();
  #scale = 1;
  #origin = [0, 0];
  #fitted = true;
  #width = 0;
  #height = 0;
  #margin = 0;
  #palette = palette();

  cursor = null;
  selected = null;
  /** How long the last drawing took. */
  drawMillis = 0;

  constructor(canvas) {
    this.#canvas = canvas;
    this.#context = canvas.getContext('2d', {alpha: false});
    new ResizeObserver(() => this.#resize()).observe(canvas.parentElement);
  }

  get count() {
    return this.#picture ? this.#picture.cpus.length : 0;
  }

  get cpus() {
    return this.#picture ? this.#picture.cpus : [];
  }

  get colours() {
    return this.#palette.pixels;
  }

  recolour() {
    this.#palette = palette();
    this.draw();
  }

  /** Shows a picture that the worker made; the one before is freed. */
  show(picture) {
    const known = this.count;
    for (const level of this.#picture?.levels ?? []) {
      level.close();
    }
    this.#picture = picture;
    if (known !== this.count) {
      this.#fitted = true;
      this.#resize();
    }
    this.draw();
  }

  /** @param places by CPU number: package and llc; @param flags by CPU number: a mark for its label */
  describe(places, flags) {
    this.#flags = flags;
    const key = (cpu, ...parts) => parts.map((part) => places.get(cpu)?.[part] ?? '').join('/');
    this.#groups = {
      package: runs(this.cpus.map((cpu) => key(cpu, 'package'))),
      llc: runs(this.cpus.map((cpu) => key(cpu, 'package', 'die', 'llc'))),
    };
    this.draw();
  }

  #plotSize() {
    return [this.#width - this.#margin, this.#height - this.#margin];
  }

  #fitScale() {
    const [width, height] = this.#plotSize();
    return this.count ? Math.min(width, height) / this.count : 1;
  }

  #resize() {
    const available = Math.floor(this.#canvas.parentElement.clientWidth);
    if (!available) {
      return;
    }
    const tall = Math.max(280, Math.min(680, Math.floor(innerHeight * 0.8)));
    this.#margin = Math.max(26, 16 + 7 * String(Math.max(0, ...this.cpus)).length);
    const size = this.count
      ? Math.min(available, tall, this.#margin + this.count * LARGEST_CELL) : Math.min(available, 240);
    this.#width = this.#height = Math.max(120, size);
    const ratio = devicePixelRatio || 1;
    this.#canvas.width = Math.round(this.#width * ratio);
    this.#canvas.height = Math.round(this.#height * ratio);
    this.#canvas.style.width = `${this.#width}px`;
    this.#canvas.style.height = `${this.#height}px`;
    this.#context.setTransform(ratio, 0, 0, ratio, 0, 0);
    if (this.#fitted) {
      this.fit();
    }
    this.#clamp();
    this.draw();
  }

  fit() {
    this.#fitted = true;
    this.#scale = this.#fitScale();
    this.#origin = [0, 0];
    this.draw();
  }

  #clamp() {
    const [width, height] = this.#plotSize();
    this.#scale = Math.min(LARGEST_CELL, Math.max(this.#fitScale(), this.#scale));
    const limit = (value, size) => Math.max(0, Math.min(value, this.count - size / this.#scale));
    this.#origin = [limit(this.#origin[0], width), limit(this.#origin[1], height)];
    this.#fitted = this.#scale <= this.#fitScale() * 1.001;
  }

  /** Makes cells larger around a point of the canvas, or around the cursor. */
  zoom(factor, at) {
    const [x, y] = at ?? this.#point(this.cursor ?? [this.count >> 1, this.count >> 1]);
    const column = this.#origin[0] + (x - this.#margin) / this.#scale;
    const row = this.#origin[1] + (y - this.#margin) / this.#scale;
    this.#scale *= factor;
    this.#scale = Math.min(LARGEST_CELL, Math.max(this.#fitScale(), this.#scale));
    this.#origin = [
      column - (x - this.#margin) / this.#scale, row - (y - this.#margin) / this.#scale];
    this.#clamp();
    this.draw();
  }

  pan(dx, dy) {
    this.#origin = [this.#origin[0] - dx / this.#scale, this.#origin[1] - dy / this.#scale];
    this.#clamp();
    this.draw();
  }

  get zoomed() {
    return !this.#fitted;
  }

  #point([row, column]) {
    return [
      this.#margin + (column + 0.5 - this.#origin[0]) * this.#scale,
      this.#margin + (row + 0.5 - this.#origin[1]) * this.#scale];
  }

  /** Row and column at a point of the canvas; null beside the cells. */
  cellAt(x, y) {
    const column = Math.floor(this.#origin[0] + (x - this.#margin) / this.#scale);
    const row = Math.floor(this.#origin[1] + (y - this.#margin) / this.#scale);
    const inside = (value) => value >= 0 && value < this.count;
    return x >= this.#margin && y >= this.#margin && inside(row) && inside(column)
      ? [row, column] : null;
  }

  /** Puts the cursor on a cell and moves the view so that it is seen. */
  moveTo(row, column) {
    this.cursor = [row, column];
    const [width, height] = this.#plotSize();
    const follow = (origin, at, size) =>
      Math.min(Math.max(origin, at + 1 - size / this.#scale), at);
    this.#origin = [
      follow(this.#origin[0], column, width), follow(this.#origin[1], row, height)];
    this.#clamp();
    this.draw();
  }

  /** The next border of a group after (or before) an index. */
  nextGroup(index, direction) {
    const groups = this.#groups.package.length > 1 ? this.#groups.package : this.#groups.llc;
    const starts = groups.map(([from]) => from);
    return direction > 0
      ? starts.find((start) => start > index) ?? this.count - 1
      : starts.findLast((start) => start < index) ?? 0;
  }

  draw() {
    if (!this.#frame) {
      this.#frame = requestAnimationFrame(() => {
        this.#frame = 0;
        const start = performance.now();
        this.#paint();
        // For who measures; only the newest is kept, since the page may be open for weeks.
        this.drawMillis = performance.now() - start;
      });
    }
  }

  #paint() {
    const context = this.#context;
    const colours = this.#palette;
    context.fillStyle = colours.paper;
    context.fillRect(0, 0, this.#width, this.#height);
    if (!this.count) {
      return;
    }
    context.save();
    context.beginPath();
    context.rect(this.#margin, this.#margin, ...this.#plotSize());
    context.clip();
    this.#cells();
    this.#borders();
    this.#cross();
    context.restore();
    this.#labels();
  }

  #visible() {
    const [width, height] = this.#plotSize();
    const end = (origin, size) => Math.min(this.count, Math.ceil(origin + size / this.#scale));
    return {
      left: Math.floor(this.#origin[0]), right: end(this.#origin[0], width),
      top: Math.floor(this.#origin[1]), bottom: end(this.#origin[1], height),
    };
  }

  #cells() {
    const context = this.#context;
    const {levels, plane} = this.#picture;
    const scale = this.#scale;
    const ratio = devicePixelRatio || 1;
    const wanted = Math.max(0, Math.ceil(Math.log2(1 / (scale * ratio))));
    const level = Math.min(levels.length - 1, wanted);
    const block = 2 ** level;
    const {left, right, top, bottom} = this.#visible();
    context.imageSmoothingEnabled = false;
    const x = this.#margin + (left - this.#origin[0]) * scale;
    const y = this.#margin + (top - this.#origin[1]) * scale;
    context.drawImage(levels[level], left / block, top / block, (right - left) / block,
      (bottom - top) / block, x, y, (right - left) * scale, (bottom - top) * scale);
    if (scale < GRID_FROM) {
      return;
    }
    this.#grid(left, right, top, bottom);
    if (scale < MARK_FROM) {
      return;
    }
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    context.font = `600 ${Math.min(18, scale * 0.8)}px ${this.#palette.font}`;
    for (let row = top; row < bottom; row++) {
      for (let column = left; column < right; column++) {
        const says = plane[row * this.count + column];
        if (says === APART || says === UNRESOLVED || says === NO_BOUND) {
          context.fillStyle = this.#palette.dark[says] ? '#fff' : '#000';
          const [cx, cy] = this.#point([row, column]);
          context.fillText(MARKS[says], cx, cy + scale * 0.04);
        }
      }
    }
  }

  #grid(left, right, top, bottom) {
    const context = this.#context;
    context.fillStyle = this.#palette.paper;
    const from = ([row, column]) => {
      const [x, y] = this.#point([row, column]);
      return [x - this.#scale / 2, y - this.#scale / 2];
    };
    const width = this.#scale > 14 ? 1 : 0.5;
    for (let column = left; column <= right; column++) {
      context.fillRect(from([0, column])[0] - width / 2, 0, width, this.#height);
    }
    for (let row = top; row <= bottom; row++) {
      context.fillRect(0, from([row, 0])[1] - width / 2, this.#width, width);
    }
  }

  #borders() {
    const context = this.#context;
    const lines = (groups, width) => {
      for (const [from] of groups.slice(1)) {
        const x = Math.round(this.#margin + (from - this.#origin[0]) * this.#scale);
        const y = Math.round(this.#margin + (from - this.#origin[1]) * this.#scale);
        context.fillRect(x - width / 2, this.#margin, width, this.#height);
        context.fillRect(this.#margin, y - width / 2, this.#width, width);
      }
    };
    context.fillStyle = this.#palette.paper;
    const smallest = (groups) =>
      Math.min(...groups.map(([from, until]) => until - from)) * this.#scale;
    if (this.#groups.llc.length > 1 && smallest(this.#groups.llc) >= 16) {
      lines(this.#groups.llc, 1.5);
    }
    if (this.#groups.package.length > 1 && smallest(this.#groups.package) >= 16) {
      lines(this.#groups.package, this.#scale > 8 ? 4 : 2);
    }
  }

  #cross() {
    if (!this.cursor) {
      return;
    }
    const context = this.#context;
    const [x, y] = this.#point(this.cursor);
    const side = Math.max(5, this.#scale);
    context.fillStyle = this.#palette.ink;
    context.globalAlpha = 0.45;
    context.fillRect(this.#margin, y - 0.5, x - side / 2 - this.#margin, 1);
    context.fillRect(x - 0.5, this.#margin, 1, y - side / 2 - this.#margin);
    context.globalAlpha = 1;
    context.strokeStyle = this.#palette.paper;
    context.lineWidth = 4;
    context.strokeRect(x - side / 2, y - side / 2, side, side);
    context.strokeStyle = this.#palette.ink;
    context.lineWidth = 2;
    context.strokeRect(x - side / 2, y - side / 2, side, side);
  }

  #labels() {
    const context = this.#context;
    const {left} = this.#visible();
    context.font = `${LABEL_PX}px ${this.#palette.font}`;
    context.textBaseline = 'middle';
    const flagged = this.cpus.map((cpu, index) => [index, cpu])
      .filter(([, cpu]) => this.#flags.has(cpu) || cpu === this.selected).slice(0, 40);
    const taken = {row: [], column: []};
    const put = (text, index, size, colour, bold) => {
      context.fillStyle = colour;
      context.font = `${bold ? '600 ' : ''}${LABEL_PX}px ${this.#palette.font}`;
      for (const axis of ['row', 'column']) {
        const [x, y] = this.#point([index, index]);
        const at = axis === 'row' ? y : x;
        const length = axis === 'row' ? LABEL_PX + 1 : context.measureText(text).width + 5;
        if (at < this.#margin - 1 || at > this.#width + 1 || length > size
            || taken[axis].some(([from, until]) => at - length / 2 < until && at + length / 2 > from)) {
          continue;
        }
        taken[axis].push([at - length / 2, at + length / 2]);
        if (axis === 'row') {
          context.textAlign = 'right';
          context.fillText(text, this.#margin - 5, at);
        } else {
          context.textAlign = 'center';
          context.fillText(text, Math.min(at, this.#width - length / 2), this.#margin - 9);
        }
      }
    };
    for (const [index, cpu] of flagged) {
      const flag = this.#flags.get(cpu);
      put(`${flag ?? ''}${cpu}`, index, Infinity,
        flag === '×' ? this.#palette.bad : flag ? this.#palette.doubt : this.#palette.ink, true);
    }
    if (this.#scale >= NUMBER_FROM || this.#groups.package.length < 2) {
      const step = Math.max(1, Math.ceil(26 / this.#scale));
      for (let index = Math.ceil(left / step) * step; index < this.count; index += step) {
        put(String(this.cpus[index]), index, Infinity, this.#palette.muted, false);
      }
    } else {
      for (const [from, until, name] of this.#groups.package) {
        put(`P${name}`, (from + until - 1) / 2, (until - from) * this.#scale, this.#palette.muted, false);
      }
    }
  }

  /** The whole picture as a PNG, not only what is visible. */
  png() {
    return new Promise((resolve) => this.#canvas.toBlob(resolve, 'image/png'));
  }
}
