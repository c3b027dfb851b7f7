import { canonicalExtensionUrl, mediaExtensionName } from '../extensions/mediaExtensions.ts';
import type { Report } from './deviation.ts';
import { isObject } from './json.ts';

/** The same value with every url of the API's own extensions as its table spells it. */
export function canonicalExtensions(value: unknown, report: Report, path = ''): unknown {
  if (Array.isArray(value)) return value.map((item, index) => canonicalExtensions(item, report, `${path}[${String(index)}]`));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const at = path === '' ? name : `${path}.${name}`;
      const inner = canonicalExtensions(item, report, at);
      return [name, name === 'extension' && Array.isArray(inner) ? inner.map((extension: unknown, index) => canonical(extension, report, `${at}[${String(index)}]`)) : inner];
    }),
  );
}

function canonical(extension: unknown, report: Report, path: string): unknown {
  if (!isObject(extension) || typeof extension['url'] !== 'string') return extension;
  const name = mediaExtensionName(extension['url']);
  if (name === undefined || extension['url'] === canonicalExtensionUrl(name)) return extension;
  report('extension-url', path);
  return { ...extension, url: canonicalExtensionUrl(name) };
}
