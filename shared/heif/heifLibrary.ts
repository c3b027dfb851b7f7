/** What Lightbox uses of libheif as compiled to WebAssembly; handles are addresses in its memory, 0 being none. */
export interface HeifLibrary {
  readonly heif_context_alloc: () => number;
  readonly heif_context_free: (context: number) => void;
  readonly heif_context_read_from_memory: (context: number, bytes: Uint8Array) => { readonly code: unknown };
  /** An array, or what went wrong. */
  readonly heif_js_context_get_list_of_top_level_image_IDs: (context: number) => unknown;
  /** A handle, or what went wrong. */
  readonly heif_js_context_get_image_handle: (context: number, id: number) => unknown;
  readonly heif_image_handle_get_width: (handle: number) => number;
  readonly heif_image_handle_get_height: (handle: number) => number;
  readonly heif_image_handle_get_luma_bits_per_pixel: (handle: number) => number;
  readonly heif_image_handle_is_primary_image: (handle: number) => number;
  readonly heif_image_handle_release: (handle: number) => void;
  /** Its channels, or what went wrong. */
  readonly heif_js_decode_image2: (handle: number, colourSpace: unknown, chroma: unknown) => DecodedHeif | { readonly code: unknown } | undefined | Promise<DecodedHeif | { readonly code: unknown } | undefined>;
  readonly heif_image_release: (image: number) => void;
  readonly heif_error_code: { readonly heif_error_Ok: unknown };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
}

export interface DecodedHeif {
  readonly image: number;
  readonly channels: readonly { readonly width: number; readonly height: number; /** Bytes from row to row. */ readonly stride: number; readonly data: Uint8Array }[];
}
