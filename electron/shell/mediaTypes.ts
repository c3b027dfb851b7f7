/** Types of the files of our own build, by extension. Anything else is not ours and not served. */
const fileTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.gif': 'image/gif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  // What pdf.js reads by name: fonts, the codes of characters, a profile of colours.
  '.ttf': 'font/ttf',
  '.pfb': 'application/octet-stream',
  '.bcmap': 'application/octet-stream',
  '.icc': 'application/octet-stream',
};

export function typeOfFile(extension: string): string | undefined {
  return fileTypes[extension.toLowerCase()];
}

const shown = /^(?:image|video|audio)\/[a-z0-9.+-]+$|^application\/(?:pdf|dicom)$/;

/** A chart's own word for a type is believed only where it cannot make the bytes a script or a page. */
export function typeOfContent(claimed: string): string {
  const type = claimed.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return shown.test(type) ? type : 'application/octet-stream';
}
