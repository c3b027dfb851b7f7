/** What decoded frames of one medium may take in memory: some 50 megapixels, the largest picture that a camera of today takes in one shot, fit whole. */
export const frameBudgetBytes = 192 * 1024 * 1024;
