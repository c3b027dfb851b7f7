/** A refusal in the gateway's own shape: {statusCode, message, details?}; 401 has another. Says what is wrong with the request, never what others hold. */
export class GatewayError extends Error {
  readonly status: number;
  readonly details: unknown;

  constructor(status: number, message: string, details?: unknown) {
    super(message);
    this.name = 'GatewayError';
    this.status = status;
    this.details = details;
  }

  /** @param statusInside what the body says; a 404 may say 400. */
  body(statusInside: number = this.status): object {
    if (this.status === 401) return { success: false, code: 401, message: this.message };
    return { statusCode: statusInside, message: this.message, ...(this.details !== undefined && { details: this.details }) };
  }
}
