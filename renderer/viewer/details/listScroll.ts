/** The list of choices scrolls by itself: inside a scroll area of its own, assistive technology would be told of a region nobody can enter. */
export const listScroll = { withScrollArea: false, styles: { options: { maxHeight: 220, overflowY: 'auto' } } } as const;
