/** CSS pixels; gloves work here. */
export const controlSize = 44;
