export const provider = null;
