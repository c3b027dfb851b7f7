/** Something in libheif's own memory, as its bindings hand it out: an object without anything in it. */
export interface HeifPointer {
  readonly code?: undefined;
}

/** What went wrong; the bindings answer it in the place of what was asked for. */
export interface HeifFault {
  readonly code: object;
}

/** What Lightbox uses of libheif as compiled to WebAssembly. */
export interface HeifLibrary {
  readonly heif_context_alloc: () => HeifPointer;
  readonly heif_context_free: (context: HeifPointer) => void;
  readonly heif_context_read_from_memory: (context: HeifPointer, bytes: Uint8Array) => HeifFault;
  readonly heif_js_context_get_list_of_top_level_image_IDs: (context: HeifPointer) => readonly number[] | HeifFault;
  readonly heif_js_context_get_image_handle: (context: HeifPointer, id: number) => HeifPointer | HeifFault | undefined;
  readonly heif_image_handle_get_width: (handle: HeifPointer) => number;
  readonly heif_image_handle_get_height: (handle: HeifPointer) => number;
  readonly heif_image_handle_is_primary_image: (handle: HeifPointer) => number;
  readonly heif_image_handle_release: (handle: HeifPointer) => void;
  /** Its channels, or what went wrong. */
  readonly heif_js_decode_image2: (handle: HeifPointer, colourSpace: unknown, chroma: unknown) => DecodedHeif | HeifFault | undefined | Promise<DecodedHeif | HeifFault | undefined>;
  readonly heif_image_release: (image: HeifPointer) => void;
  /** Also says what is well: it is a code like any other. */
  readonly heif_error_code: { readonly heif_error_Ok: object };
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
}

export interface DecodedHeif {
  readonly image: HeifPointer;
  readonly channels: readonly { readonly width: number; readonly height: number; /** Bytes from row to row. */ readonly stride: number; readonly data: Uint8Array }[];
}
