import { isJson, type Answer, type Delivery } from './forward.ts';

interface Bundle {
  readonly resourceType: 'Bundle';
  readonly link?: readonly { readonly relation?: string; readonly url?: string }[];
}

/** What a proxy that mixes up pages, or answers from its cache, remembers of earlier answers. */
export class PageMemory {
  readonly #origin: () => string;
  /** By the address of the next page: the page that led there. */
  readonly #before = new Map<string, Answer>();
  /** By address: the first answer there was. */
  readonly #reads = new Map<string, Answer>();

  constructor(origin: () => string) {
    this.#origin = origin;
  }

  keep({ method, url }: Delivery, answer: Answer): void {
    if (method !== 'GET' || answer.status !== 200) return;
    const next = this.next(answer);
    if (next !== undefined) this.#before.set(next, answer);
    if (/\/Media\/[^/?]+$/.test(url)) this.#reads.set(url, this.#reads.get(url) ?? answer);
  }

  /** Path and query of the page after this one. */
  next(answer: Answer): string | undefined {
    if (!isJson(answer.headers)) return undefined;
    const body = JSON.parse(answer.body.toString('utf8')) as Partial<Bundle>;
    if (body.resourceType !== 'Bundle') return undefined;
    const url = body.link?.find(({ relation }) => relation === 'next')?.url;
    if (url === undefined) return undefined;
    const { pathname, search } = new URL(url, this.#origin());
    return `${pathname}${search}`;
  }

  /** The page that led to this address. */
  before(url: string): Answer | undefined {
    return this.#before.get(url);
  }

  firstRead(url: string): Answer | undefined {
    return this.#reads.get(url);
  }
}
