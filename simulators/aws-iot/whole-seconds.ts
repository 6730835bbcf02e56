/** A time in milliseconds as AWS tells it in messages about shadows and jobs: whole seconds since 1970. */
export const wholeSeconds = (ms: number): number => Math.floor(ms / 1000);
