/** Styles may be inline because the UI kit positions by style attributes; scripts may not. */
const pageDirectives = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob: data:",
  "connect-src 'self'",
  "worker-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
];

/**
 * A worker from a scheme of ours is governed by the policy of its own script, not by the page's: only here may WebAssembly be compiled, for the
 * decoders of clinical media. Nothing else is let in: code and bytes come from us.
 */
const workerDirectives = ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"];

/** Bytes from a chart are never a page of ours, whatever they claim to be. */
const contentDirectives = ["default-src 'none'", "style-src 'unsafe-inline'", 'sandbox', "frame-ancestors 'none'"];

const common = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

export const pageHeaders: Readonly<Record<string, string>> = {
  ...common,
  'Content-Security-Policy': pageDirectives.join('; '),
  'Permissions-Policy': 'camera=(self), microphone=(), geolocation=(), display-capture=(), usb=(), serial=(), hid=()',
};

export const workerHeaders: Readonly<Record<string, string>> = {
  ...common,
  'Content-Security-Policy': workerDirectives.join('; '),
};

export const contentHeaders: Readonly<Record<string, string>> = {
  ...common,
  'Content-Security-Policy': contentDirectives.join('; '),
  'Cache-Control': 'no-store',
};
