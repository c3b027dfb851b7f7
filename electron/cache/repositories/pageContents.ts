import { z } from 'zod';

/** Where the bytes of a Media's pages lie, beside those of its content. */
export const pageContentsSchema = z.array(z.strictObject({ url: z.string(), sha256: z.string(), size: z.number().int().nonnegative() }));

/** A statement's text: SHA-256 of the pages that were fetched, one to a row. */
export const pageBlobs = `SELECT page.value ->> '$.sha256' FROM media, json_each(media.pages) AS page WHERE media.pages IS NOT NULL`;
