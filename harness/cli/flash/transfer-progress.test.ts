import { expect } from 'chai';
import { transferProgress } from './transfer-progress.ts';

const screenOf = (isTTY: boolean, columns = 90) => {
  const written: string[] = [];
  return { written, screen: { isTTY, columns, write: (text: string) => written.push(text) } };
};

describe('The progress of a transfer', () => {
  it('is a bar on a terminal, with bytes, rate and time left, and is taken away at the end', () => {
    const { written, screen } = screenOf(true);
    let now = 0;
    const progress = transferProgress(screen, () => now);

    const tell = progress.begin('writing');
    now = 2_000;
    tell(1 << 20, 4 << 20);
    progress.finished();

    expect(written).to.deep.equal([
      '\r\u001b[2Kwriting [######..................] 1.00 MB of 4.00 MB (25 %), 512 KB/s, 6 s left',
      '\r\u001b[2K',
    ]);
  });

  it('leaves the bar out where a terminal is too narrow for both', () => {
    const { written, screen } = screenOf(true, 60);
    let now = 0;
    const tell = transferProgress(screen, () => now).begin('writing');

    now = 2_000;
    tell(1 << 20, 4 << 20);

    expect(written).to.deep.equal([
      '\r\u001b[2Kwriting 1.00 MB of 4.00 MB (25 %), 512 KB/s, 6 s left',
    ]);
  });

  it('is a line every few seconds elsewhere, and one at the end', () => {
    const { written, screen } = screenOf(false);
    let now = 0;
    const tell = transferProgress(screen, () => now).begin('reading');

    for (now = 0; now <= 10_000; now += 100) tell(now * 100, 1_000_000);

    expect(written).to.deep.equal([
      'reading: 293 KB of 977 KB (30 %), 98 KB/s, 7 s left\n',
      'reading: 586 KB of 977 KB (60 %), 98 KB/s, 4 s left\n',
      'reading: 879 KB of 977 KB (90 %), 98 KB/s, 1 s left\n',
      'reading: 977 KB of 977 KB (100 %), 98 KB/s, 0 s left\n',
    ]);
  });

  it('is not shown where nobody looks', () => {
    const progress = transferProgress(undefined);

    progress.begin('writing')(5, 5);
    progress.finished();
  });
});
