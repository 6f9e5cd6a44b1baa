// Moves over the matrix and zooms for some seconds; how long the frames took.
const canvas = document.querySelector('#matrix-canvas');
const box = canvas.getBoundingClientRect();
const gaps = [];
const draws = [];
let last = performance.now();
let step = 0;
const move = (x, y) => canvas.dispatchEvent(new PointerEvent('pointermove', {
  pointerId: 1, clientX: box.left + x, clientY: box.top + y, bubbles: true}));
await new Promise((done) => {
  const frame = (now) => {
    gaps.push(now - last);
    draws.push(window.tscwatchDrawMillis());
    last = now;
    step++;
    move(60 + (step * 7) % (box.width - 70), 60 + (step * 5) % (box.height - 70));
    if (step % 20 === 0) {
      document.querySelector(step % 120 < 60 ? '#zoom-in' : '#zoom-out').click();
    }
    if (step < 240) {
      requestAnimationFrame(frame);
    } else {
      done();
    }
  };
  requestAnimationFrame(frame);
});
document.querySelector('#zoom-fit').click();
gaps.shift();
gaps.sort((a, b) => a - b);
return {
  count: gaps.length, median: gaps[gaps.length >> 1], p95: gaps[Math.floor(gaps.length * 0.95)],
  worst: gaps.at(-1), draw: Math.max(...draws),
};
