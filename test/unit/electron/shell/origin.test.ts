import { expect, it } from 'vitest';
import { isOurUrl } from '../../../../electron/shell/origin.ts';

it.each(['app://lightbox/', 'app://lightbox/index.html#/patients', 'app://lightbox'])('%s is ours', (url) => {
  expect(isOurUrl(url)).toBe(true);
});

it.each(['about:blank', 'about:srcdoc', '', 'null', 'app://elsewhere/', 'app://lightbox.elsewhere/', 'app://someone@lightbox/', 'app://lightbox:80/', 'https://lightbox/', 'file:///app://lightbox/', 'data:text/html,app://lightbox/'])('%s is not', (url) => {
  expect(isOurUrl(url)).toBe(false);
});
