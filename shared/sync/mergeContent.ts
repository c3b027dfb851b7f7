import type { Attachment } from '../fhir/elements.ts';
import { comparableContent } from './canonicalMedia.ts';
import { sameJson } from './canonicalJson.ts';
import { changedSide, type Contest, type Sides } from './contest.ts';

/** What says which bytes they are, and where they lie. */
const bytesFields: ReadonlySet<string> = new Set(['contentType', 'data', '_data', 'url', '_url', 'size', 'hash']);

/**
 * The bytes as one, everything else field by field. A url is the chart's to give: as long as the bytes are the same, theirs is the fresher one.
 * @param bothChanged each side did something to the Media: then other bytes are a conflict, even if only one side changed those.
 */
export function mergeContent(contest: Contest, sides: Sides<Attachment>, bothChanged: () => boolean): Attachment | undefined {
  const { base, mine, theirs } = sides;
  if (mine === undefined || theirs === undefined) return contest.value('content', { kind: 'element', path: 'content' }, sides);
  const fields: Record<string, unknown> = { ...mergeBytes(contest, { base: base && bytesOf(base), mine: bytesOf(mine), theirs: bytesOf(theirs) }, bothChanged) };
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    if (bytesFields.has(name)) continue;
    const value = contest.value(`content.${name}`, { kind: 'element', path: `content.${name}` }, { base: base?.[name], mine: mine[name], theirs: theirs[name] });
    if (value !== undefined) fields[name] = value;
  }
  return fields as Attachment;
}

function mergeBytes(contest: Contest, sides: Sides<Attachment> & { readonly mine: Attachment; readonly theirs: Attachment }, bothChanged: () => boolean): Attachment {
  const { mine, theirs } = sides;
  const same = (left: Attachment | undefined, right: Attachment | undefined) => sameJson(left && comparableContent(left), right && comparableContent(right));
  const changed = changedSide<Attachment>(sides, same);
  const other = mine.hash !== undefined && theirs.hash !== undefined && mine.hash !== theirs.hash;
  const chosen = changed === 'both' || (other && bothChanged()) ? (contest.settle('content', { kind: 'element', path: 'content' }, sides) ?? mine) : sides[changed];
  if (chosen === theirs || theirs.url === undefined || mine.hash !== theirs.hash || mine.size !== theirs.size) return chosen ?? theirs;
  return { ...chosen, url: theirs.url };
}

function bytesOf(content: Attachment): Attachment {
  return Object.fromEntries(Object.entries(content).filter(([name]) => bytesFields.has(name)));
}
