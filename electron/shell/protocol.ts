import { protocol } from 'electron';
import { answerRequest, type PageSource } from './answerRequest.ts';
import { appScheme } from './origin.ts';

/** Before the app is ready: gives app:// an origin, secure contexts, fetch and streaming. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true } }]);
}

/** Once the app is ready. */
export function serveAppProtocol(source: PageSource): void {
  protocol.handle(appScheme, (request) => answerRequest(source, request));
}
