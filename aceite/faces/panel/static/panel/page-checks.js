// A worker that looks at one photo of a page: sharp, lit, whole and large enough? It answers with what is wrong by name, and with the
// photo to send in its place, upright and no larger than a page needs; null where it goes as it is.
const LOOKED_AT = 640;
// The long side of a photo in which an A4 sheet that fills four fifths of it still has 200 dots an inch.
const ENOUGH = 3000;
const QUALITY = 0.88;
const SMALL_FILE = 2_500_000;
const FEWEST = 1200;

const canvasOf = (bitmap, scale) => {
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const context = canvas.getContext("2d", { willReadFrequently: true });
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return { canvas, context };
};

const grey = ({ data }) => Uint8Array.from({ length: data.length / 4 }, (_none, at) => (data[4 * at] * 299 + data[4 * at + 1] * 587 + data[4 * at + 2] * 114) / 1000);

// The variance of the Laplacian: edges of ink are steep in a sharp photo.
function sharpness(light, width, height) {
  let [sum, squares, count] = [0, 0, 0];
  for (let y = 1; y < height - 1; y += 1) {
    for (let x = 1; x < width - 1; x += 1) {
      const at = y * width + x;
      const edge = 4 * light[at] - light[at - 1] - light[at + 1] - light[at - width] - light[at + width];
      sum += edge;
      squares += edge * edge;
      count += 1;
    }
  }
  return squares / count - (sum / count) ** 2;
}

// How much of a part of the photo is as light as paper.
const paper = (light, least, places) => places.filter((at) => light[at] >= least).length / places.length;
const span = (count, place) => Array.from({ length: count }, (_none, at) => place(at));

export function judge(light, width, height) {
  const sorted = Uint8Array.from(light).sort();
  const [middle, lightest] = [sorted[sorted.length >> 1], sorted[Math.floor(sorted.length * 0.95)]];
  const least = lightest * 0.7;
  const found = [];
  if (sharpness(light, width, height) < 60) found.push("blurred");
  if (lightest < 110) found.push("dark");
  if (sorted[Math.floor(sorted.length * 0.02)] > 200 && middle > 252) found.push("bright");
  if (paper(light, least, span(light.length, (at) => at)) < 0.3) found.push("small");
  const inset = 2;
  const sides = [
    [span(width, (x) => inset * width + x), span(width, (x) => (height - 1 - inset) * width + x)],
    [span(height, (y) => y * width + inset), span(height, (y) => y * width + width - 1 - inset)],
  ].map((pair) => pair.map((side) => paper(light, least, side)));
  if (sides.some((pair) => Math.max(...pair) > 0.9 && Math.min(...pair) < 0.3)) found.push("cut");
  return found;
}

async function look(blob) {
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" });
  const longest = Math.max(bitmap.width, bitmap.height);
  const { canvas, context } = canvasOf(bitmap, Math.min(1, LOOKED_AT / longest));
  const found = judge(grey(context.getImageData(0, 0, canvas.width, canvas.height)), canvas.width, canvas.height);
  if (longest < FEWEST) found.push("coarse");
  const fits = longest <= ENOUGH && blob.size <= SMALL_FILE && /^image\/(jpeg|png)$/.test(blob.type);
  if (fits) return { found, blob: null };
  const smaller = await canvasOf(bitmap, Math.min(1, ENOUGH / longest)).canvas.convertToBlob({ type: "image/jpeg", quality: QUALITY });
  bitmap.close();
  return { found, blob: smaller.size < blob.size || !/^image\/(jpeg|png)$/.test(blob.type) ? smaller : null };
}

self.onmessage = async ({ data }) => {
  // What this browser cannot open (HEIC in most) is sent as it is; the server opens it.
  self.postMessage(await look(data).catch(() => ({ found: [], blob: null })));
};
