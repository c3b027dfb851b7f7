/** The header of a content that says how many pages it is told in, each at an address of its own; without it there are none. */
export const pagesHeader = 'lightbox-pages';

/** `…/media/<id>/pages/<n>/content`, where the content of the Media lies at `…/media/<id>/content`. @param page counted from 0. */
export function pageAddress(contentAddress: string, page: number): string {
  return contentAddress.replace(/content$/, `pages/${String(page)}/content`);
}
