/** Whoever reads what this process prints may stop, as `head` does: then what is being done goes on all the same. */
export const ignoreDeafReader = (): void => {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
};
