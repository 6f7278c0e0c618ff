// What a picture of the camera shows, measured in the page to say how to hold things. Nothing here decides: the server
// measures again. Pictures come as ImageData; results are plain numbers.

const CARD = 85.6 / 53.98;

/** Where the card should be in a picture of this size, in its pixels. */
export function guideFor(width, height) {
  const across = Math.min(width * 0.84, height * 0.84 * CARD);
  return { x: (width - across) / 2, y: (height - across / CARD) / 2, width: across, height: across / CARD };
}

/** Brightness of each pixel, 0 to 255. */
export function greyOf(image) {
  const grey = new Float32Array(image.width * image.height);
  for (let place = 0, at = 0; place < grey.length; place += 1, at += 4) {
    grey[place] = 0.299 * image.data[at] + 0.587 * image.data[at + 1] + 0.114 * image.data[at + 2];
  }
  return grey;
}

export function mean(values) {
  let total = 0;
  for (const value of values) total += value;
  return values.length ? total / values.length : 0;
}

/** Mean change of brightness between two pictures of one size. */
export function change(one, other) {
  if (!one || !other || one.length !== other.length) return Infinity;
  let total = 0;
  for (let place = 0; place < one.length; place += 1) total += Math.abs(one[place] - other[place]);
  return total / one.length;
}

/** Share of a box that is burnt out. */
export function burnt(image, box) {
  let count = 0;
  let white = 0;
  const right = Math.min(image.width, Math.floor(box.x + box.width));
  const bottom = Math.min(image.height, Math.floor(box.y + box.height));
  for (let row = Math.max(0, Math.floor(box.y)); row < bottom; row += 1) {
    for (let column = Math.max(0, Math.floor(box.x)); column < right; column += 1) {
      const at = 4 * (row * image.width + column);
      count += 1;
      if (Math.min(image.data[at], image.data[at + 1], image.data[at + 2]) >= 251) white += 1;
    }
  }
  return count ? white / count : 0;
}

/**
 * Blur of the strongest edges, in pixels of the picture: how much they lose when blurred a little more. The same idea
 * as identity/vision/quality.py. Large when there are no edges.
 */
export function blur(grey, width, height) {
  const again = new Float32Array(grey.length);
  for (let row = 0; row < height; row += 1) {
    for (let column = 2; column < width - 2; column += 1) {
      const at = row * width + column;
      again[at] = (grey[at - 2] + grey[at - 1] + grey[at] + grey[at + 1] + grey[at + 2]) / 5;
    }
  }
  const edges = [];
  for (let row = 0; row < height; row += 2) {
    for (let column = 4; column < width - 4; column += 1) {
      const at = row * width + column;
      const here = Math.abs(grey[at + 1] - grey[at - 1]);
      if (here < 36) continue;
      if (here < Math.abs(grey[at] - grey[at - 2]) || here < Math.abs(grey[at + 2] - grey[at])) continue;
      edges.push([here, Math.abs(again[at + 1] - again[at - 1])]);
    }
  }
  if (edges.length < 40) return 9;
  edges.sort((one, other) => other[0] - one[0]);
  const strongest = edges.slice(0, Math.max(40, Math.floor(edges.length / 3)));
  const ratios = strongest.map(([first, second]) => Math.max(1.0005, first / Math.max(second, 0.001)));
  ratios.sort((one, other) => one - other);
  const ratio = ratios[Math.floor(ratios.length / 2)];
  return 1.41 / Math.sqrt(ratio * ratio - 1);
}

/**
 * How far the card's sides lie inside the guide, as a share of its width: 0 on it, 0.2 far inside. Sides that are not
 * seen are left out. The outermost strong edge counts: a portrait has edges too.
 */
export function sides(grey, width, height, guide) {
  const across = (at) => (line) => grey[line * width + at + 1] - grey[line * width + at - 1];
  const down = (at) => (line) => grey[(at + 1) * width + line] - grey[(at - 1) * width + line];
  const right = guide.x + guide.width;
  const bottom = guide.y + guide.height;
  const rows = [guide.y + 0.25 * guide.height, bottom - 0.25 * guide.height];
  const columns = [guide.x + 0.25 * guide.width, right - 0.25 * guide.width];
  const reach = 0.3 * guide.width;
  const found = [
    edge(across, 2, guide.x + reach, rows, guide.x, 1, width - 2),
    edge(across, width - 3, right - reach, rows, right, -1, width - 2),
    edge(down, 2, guide.y + reach, columns, guide.y, 1, height - 2),
    edge(down, height - 3, bottom - reach, columns, bottom, -1, height - 2),
  ];
  return found.filter((place) => place !== null).map((place) => place / guide.width);
}

function edge(way, from, to, lines, line, direction, most) {
  const strengths = [];
  for (let at = Math.round(from); direction * (to - at) > 0; at += direction) {
    if (at < 2 || at > most) continue;
    const step = way(at);
    let total = 0;
    let count = 0;
    for (let along = Math.ceil(lines[0]); along < lines[1]; along += 1) {
      total += step(along);
      count += 1;
    }
    strengths.push([at, Math.abs(total / Math.max(1, count))]);
  }
  const largest = Math.max(...strengths.map(([, strength]) => strength));
  if (!(largest >= 7)) return null;
  const [at] = strengths.find(([, strength]) => strength >= 0.5 * largest);
  return direction * (at - line);
}
